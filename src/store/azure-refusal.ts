/** Tells apart by its codes what Azure Blob Storage refuses (Azure Storage REST API, "Status and error codes"). */
import { isNetworkError, type CloudAnswer } from './cloud-refusal.ts';

const NO_PLACE = new Set(['ContainerNotFound', 'ContainerBeingDeleted', 'ContainerDisabled', 'AccountIsDisabled', 'ResourceNotFound']);
/** The names under which `@azure/identity` says that it found nobody. */
const NOBODY = new Set([
  'CredentialUnavailableError',
  'AggregateAuthenticationError',
  'AuthenticationError',
  'AuthenticationRequiredError',
]);

type AzureError = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly details?: { readonly errorCode?: unknown } | undefined;
};

export function azureSays(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

export function azureAnswer(error: unknown): CloudAnswer {
  const code = codeOf(error);
  const { name, statusCode } = error as AzureError;
  if (code !== undefined && NO_PLACE.has(code)) return { refusal: 'noPlace', code };
  if ((typeof name === 'string' && NOBODY.has(name)) || statusCode === 401 || statusCode === 403) return { refusal: 'credentials', code };
  if (statusCode === 507) return { refusal: 'full', code };
  if (code === 'REQUEST_SEND_ERROR' || name === 'AbortError' || isNetworkError(error)) return { refusal: 'unreachable', code };
  return { refusal: 'other', code };
}

/** The answer to a HEAD has no body, and says it in a header. */
function codeOf(error: unknown): string | undefined {
  const { code, details } = error as AzureError;
  return [code, details?.errorCode].find((each): each is string => typeof each === 'string');
}
