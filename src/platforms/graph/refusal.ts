/** Graph's refusals as errors: what they mean for whoever runs the bot, and what to do. */
import { errorBody } from '../../wire/graph/error-body.ts';
import { explainRefusal } from '../../wire/graph/explain/explain-refusal.ts';
import { textOf, type Answer } from './courier.ts';
import { PlatformError } from './errors.ts';

/** The error for an answer that is not a success. */
export function refusalOf(answer: Answer, what: string): PlatformError {
  const { status } = answer;
  const said = errorBody.safeParse(jsonOf(textOf(answer)));
  const graphCode = said.success ? said.data.error.code : undefined;
  const { about, happened, remedies } = explainRefusal({
    status,
    code: graphCode,
    message: said.success ? said.data.error.message : undefined,
  });
  const words = said.success && said.data.error.message !== '' ? ` (“${said.data.error.message}”)` : '';
  // What the service says itself is nearer to the matter than what is true of every answer of that status.
  const isGeneral = words !== '' && about === `HTTP ${String(status)}`;
  const advice = remedies[0] === undefined || isGeneral ? '' : `; ${inTheSentence(remedies[0])}`;
  const message = `${what} was refused with ${String(status)}${graphCode ? ` ${graphCode}` : ''}: ${inTheSentence(happened)}${words}${advice}`;
  const isThrottled = status === 429 || status === 503;
  return new PlatformError(isThrottled ? 'platform/throttled' : 'platform/refused', message, { status, graphCode });
}

/** A sentence as part of another: no capital, unless the second letter is one too, and no full stop. */
export function inTheSentence(sentence: string): string {
  const bare = sentence.replace(/\.$/, '');
  return /^[A-Z][a-z ]/.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
