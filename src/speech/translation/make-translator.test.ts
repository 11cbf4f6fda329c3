import { expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { makeTranslator, translatorConfigSchema } from './make-translator.ts';

test.each([
  [{ kind: 'apertium' }, 'apertium', false, undefined],
  [{ kind: 'openai', baseUrl: 'http://localhost:8000/v1', model: 'm', name: 'at home' }, 'at home', false, undefined],
  [{ kind: 'openai', baseUrl: 'https://api.openai.com/v1', model: 'm', apiKey: 'k' }, 'openai', true, 'api.openai.com'],
  [{ kind: 'azure', key: 'k', region: 'westeurope' }, 'azure', true, 'api.cognitive.microsofttranslator.com'],
])('%j makes %s', async (written, name, leavesMachine, sendsTo) => {
  const translator = makeTranslator(translatorConfigSchema.parse(written), { clock: realClock() });
  expect(translator).toMatchObject({ name, leavesMachine });
  expect(translator.sendsTo).toBe(sendsTo);
  await translator[Symbol.asyncDispose]?.();
});

test.each([
  [{ kind: 'babel' }],
  [{ kind: 'openai', baseUrl: 'file:///etc/passwd', model: 'm' }],
  [{ kind: 'openai', baseUrl: 'https://api.openai.com/v1' }],
  [{ kind: 'azure', region: 'westeurope' }],
  [{ kind: 'azure', key: 'k', reigon: 'westeurope' }],
  [{ kind: 'apertium', limit: 0 }],
])('%j is refused', (written) => expect(translatorConfigSchema.safeParse(written).success).toBe(false));
