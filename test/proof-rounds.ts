/** How many rounds a proof by chance takes: few in every test run, many in `npm run proof`, which sets ROLLCALL_PROOF. */
export function proofRounds(few: number, many: number): number[] {
  return Array.from({ length: process.env['ROLLCALL_PROOF'] === undefined ? few : many }, (_, index) => index + 1);
}
