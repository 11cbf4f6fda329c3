/** Where `rollcall lab` writes. */
export type LabOutput = {
  readonly out: (text: string) => unknown;
  readonly error: (text: string) => unknown;
  /** Whether progress may be written over itself. */
  readonly isTerminal?: boolean | undefined;
};
