/** Tells apart by its names what S3, or what speaks its language, refuses (Amazon S3 API reference, "Error responses"). */
import { isNetworkError, type CloudAnswer } from './cloud-refusal.ts';

const CREDENTIALS = new Set([
  'AccessDenied',
  'AllAccessDisabled',
  'AuthorizationHeaderMalformed',
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
]);
/** The SDK's own names for a network that is gone. */
const NETWORK = new Set(['TimeoutError', 'NetworkingError']);
/** MinIO's and Ceph's, which have an end. */
const FULL = new Set(['XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded', 'QuotaExceeded', 'InsufficientCapacity']);

type S3Error = { readonly name?: unknown; readonly Code?: unknown; readonly $metadata?: { readonly httpStatusCode?: number } };

/** Whether that is the name of the error; some come under one name and some under the other. */
export function s3Says(error: unknown, name: string): boolean {
  const { name: first, Code } = error as S3Error;
  return first === name || Code === name;
}

export function s3Answer(error: unknown): CloudAnswer {
  const { name, Code, $metadata } = error as S3Error;
  const code = [Code, name].find((each): each is string => typeof each === 'string');
  const isOf = (names: ReadonlySet<string>): boolean => [...names].some((each) => s3Says(error, each));
  const status = $metadata?.httpStatusCode;
  if (s3Says(error, 'NoSuchBucket') || s3Says(error, 'PermanentRedirect')) return { refusal: 'noPlace', code };
  if (isOf(CREDENTIALS) || status === 401 || status === 403) return { refusal: 'credentials', code };
  if (isOf(FULL) || status === 507) return { refusal: 'full', code };
  if (isOf(NETWORK) || isNetworkError(error)) return { refusal: 'unreachable', code };
  return { refusal: 'other', code };
}
