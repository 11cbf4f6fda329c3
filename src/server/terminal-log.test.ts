/** What stands in the terminal, and what does not. */
import { expect, test } from 'vitest';
import { redactText } from '../speech/redaction/redact-text.ts';
import { terminalLog } from './terminal-log.ts';

const CARD = '4111 1111 1111 1111';

function logged(redact?: (text: string) => string): { readonly lines: string[]; readonly log: ReturnType<typeof terminalLog> } {
  const lines: string[] = [];
  return { lines, log: terminalLog('debug', { redact, to: { write: (line) => void lines.push(line) } }) };
}

test('a card number stands nowhere in a line: not in its message, data, errors or their causes, nor as a number', () => {
  const { lines, log } = logged(redactText());
  const error = new Error(`could not post "${CARD}"`, { cause: new Error(`refused\n${CARD.replaceAll(' ', '')}`) });
  log
    .with({ about: { heard: [CARD] } })
    .warn(`heard ${CARD}`, { error, digits: 4_111_111_111_111_111, port: 54_321, at: 1_790_000_000_000 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/1111/);
  expect(lines[0]?.endsWith('}\n')).toBe(true);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'heard •••',
    about: { heard: ['•••'] },
    digits: '•••',
    port: 54_321,
    at: 1_790_000_000_000,
    error: { message: expect.stringContaining('could not post "•••"') as string },
  });
});

test('secrets are not shown either way', () => {
  for (const { lines, log } of [logged(), logged(redactText())]) {
    log.info('signed in', { token: 'abc', call: { secret: 'def' } });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'signed in', token: '(not shown)', call: { secret: '(not shown)' } });
  }
});
