import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { silentLog } from '../../base/log.ts';
import { SpeechError } from '../../speech/errors.ts';
import { wordByWord } from '../../speech/translation/test-word-by-word.ts';
import type { Translator } from '../../speech/translation/translator.ts';
import { translateKept } from './translate-kept.ts';

const book = (name: string, leavesMachine: boolean, asked: string[]): Translator => ({
  name,
  leavesMachine,
  missing: () => Promise.resolve(undefined),
  targets: () => Promise.resolve(['es']),
  translate: (text, { from, to }) => {
    asked.push(`${name} ${from}`);
    if (name === 'broken' || text === 'no') return Promise.reject(new SpeechError('speech/provider-failed', 'away'));
    return Promise.resolve(to.map((language) => wordByWord(text, language) ?? text));
  },
});

test('a correction is translated by the first who can, who is named; what nobody can is left out', async () => {
  const asked: string[] = [];
  const translators = [book('broken', false, asked), book('far', true, asked)];
  const translate = translateKept({ translators, language: 'en-US', clock: virtualClock(), log: silentLog });
  const { signal } = new AbortController();
  expect(await translate(['Good morning', 'no'], { from: 'und', to: 'es', signal })).toEqual([
    { text: 'buenos días', provider: 'far', leftMachine: true },
    undefined,
  ]);
  expect(asked.slice(0, 2)).toEqual(['broken en-US', 'far en-US']);
  expect(await translate(['Good morning'], { from: 'en', to: 'xx', signal })).toEqual([undefined]);
  await expect(translate(['hello'], { from: 'en', to: 'es', signal: AbortSignal.abort(new Error('closed')) })).rejects.toThrow('closed');
});
