/** `rollcall explain <what>`: what a code, a line of a log or a body of Graph means, and what to do. */
import { explain as explained } from '../wire/graph/explain/explain.ts';
import type { Explanation } from '../wire/graph/explain/explanation.ts';

export const explainHelp = `  rollcall explain <code>    What a code, an error or a notification of Graph means: 500/7112, "DiagCode: 403#7504",
                             AADSTS7000215, or what stands in standard input with "-".
`;

export type ExplainOutput = {
  readonly out: (text: string) => unknown;
  readonly error: (text: string) => unknown;
  /** All of standard input. */
  readonly input: () => Promise<string>;
};

/** 0 when something was explained, 1 when nothing in it is known as a code, 2 when nothing was given. */
export async function explain(words: readonly string[], { out, error, input }: ExplainOutput): Promise<number> {
  if (words.length === 0) {
    error(`What is to be explained?\n\n${explainHelp}`);
    return 2;
  }
  const pasted = words.length === 1 && words[0] === '-' ? await input() : words.join(' ');
  const found = explained(pasted);
  if (found.length === 0) {
    error('No code was found in that. Give a code and a subcode (500/7112), a DiagCode, an AADSTS code, or a whole body.\n');
    return 1;
  }
  out(found.map(toldOf).join('\n'));
  return 0;
}

function toldOf({ about, happened, causes, remedies, source }: Explanation): string {
  return [
    `${about}: ${happened}`,
    ...(causes.length > 0 ? ['  Likely causes', ...causes.map(item)] : []),
    ...(remedies.length > 0 ? ['  What to do', ...remedies.map(item)] : []),
    `  Source: ${source}`,
    '',
  ].join('\n');
}

function item(text: string): string {
  return `    – ${text}`;
}
