/** Graph's refusals in plain words: what they mean for whoever runs the bot, and what to do. */
import { errorBody } from '../../wire/graph/error-body.ts';
import { textOf, type Answer } from './courier.ts';
import { PlatformError } from './errors.ts';

/** Codes of the calling service, as seen in its answers; the documentation lists none. */
const byCode: Readonly<Record<string, string>> = {
  '7503': 'calling is not enabled for this app; switch it on in the registration of the bot',
  '7504': 'the app lacks a permission in this tenant; have an administrator consent to it',
  '7505': 'the token is for another tenant than the call',
  '8522': 'the call is over',
  '8523': 'the prompts were not acceptable',
};

const byStatus: Readonly<Record<number, string>> = {
  400: 'the request was not understood',
  401: 'the token was not accepted',
  403: 'the app may not do this',
  404: 'the call is over, or never was',
  409: 'the call is not in a state for this',
  429: 'the service asked for fewer requests, and still did after several tries',
  503: 'the service is not available at the moment',
};

/** The error for an answer that is not a success. */
export function refusalOf(answer: Answer, what: string): PlatformError {
  const said = errorBody.safeParse(jsonOf(textOf(answer)));
  const graphCode = said.success ? said.data.error.code : undefined;
  const meaning = (graphCode === undefined ? undefined : byCode[graphCode]) ?? byStatus[answer.status] ?? 'the service could not do it';
  const words = said.success ? ` (“${said.data.error.message}”)` : '';
  const isThrottled = answer.status === 429 || answer.status === 503;
  const message = `${what} was refused with ${String(answer.status)}${graphCode ? ` ${graphCode}` : ''}: ${meaning}${words}`;
  return new PlatformError(isThrottled ? 'platform/throttled' : 'platform/refused', message, { status: answer.status, graphCode });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
