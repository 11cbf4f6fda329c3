/** What a line says when something went otherwise than its test expects: a call that is over, a refusal, and what did not come about. */
import type { LabError, LabErrorCode } from '../errors.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';

export class Complaints {
  readonly #line: LineOf;
  readonly #around: LineSurroundings;

  constructor(line: LineOf, around: LineSurroundings) {
    this.#line = line;
    this.#around = around;
  }

  failed(code: LabErrorCode, message: string): LabError {
    return this.#around.failure({ code, message, line: this.#line });
  }

  /** Throws where the call is over; `what` as “press 1”. */
  needsCall(what: string): void {
    if (this.#line.handset.isOver)
      throw this.failed('testing/call-over', `${this.#line.name} cannot ${what} any more: ${this.#line.ended ?? 'the call is over.'}`);
  }

  /** Throws what the switchboard says against it. */
  refusedOr(result: { readonly ok: boolean; readonly message?: string } | undefined, what: string): void {
    if (result?.ok === false)
      throw this.failed('testing/refused', `${this.#line.name} wanted to ${what}, and the switchboard refused: ${result.message ?? ''}`);
  }
}
