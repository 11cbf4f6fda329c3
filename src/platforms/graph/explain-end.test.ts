/** Every documented end of a call has its sentence. */
import { expect, test } from 'vitest';
import { explainEnd, explainTransfer } from './explain-end.ts';

// Graph docs, api/call-delete, "Call end reason codes", and what was seen beside them.
const documented = [
  '200/4097', '200/4521', '200/5000', '200/5300', '200/5001', '200/5003', '200/5002', '200/5007', '200/5010', '200/5012', '200/5020', '200/5013',
  '200/5014', '200/5030', '500/1005', '200/5855', '200/7000', '200/10550', '200/7015', '200/18503', '200/540000', '200/560000', '408/8537',
  '408/1106', '408/10057', '410/301005', '480/10037', '480/10076', '480/10134', '480/10199', '500/7106', '500/7117', '500/9999', '500/1203002', '500/3003',
]; // prettier-ignore

test.each(documented)('%s is told in our own words', (codes) => {
  const [code = 0, subcode = 0] = codes.split('/').map(Number);
  const { message } = explainEnd({ code, subcode, message: 'raw DiagCode: 1#2.@' });
  expect(message).toMatch(/^[A-Z].*\.$/);
  expect(message).not.toContain('raw');
});

test.each([
  [{ code: 487, subcode: 1, message: 'Gone fishing. DiagCode: 487#1.@' }, 'Gone fishing.'],
  [{ code: 486, subcode: 1 }, 'The other side is busy.'],
  [{ code: 999, subcode: 1, message: ' DiagCode: 999#1.@' }, 'The call has ended.'],
  [undefined, 'The call has ended.'],
])('%j is “%s”', (result, message) => {
  expect(explainEnd(result).message).toBe(message);
});

test('a transfer that nobody took says so', () => {
  expect(explainTransfer({ code: 500, subcode: 7700 }).message).toBe('The other person did not take the call.');
  expect(explainTransfer({ code: 480, subcode: 10037 }).message).toBe('The other side is not signed in anywhere.');
});
