/** Translating what is said: the port. */
import type { Cancel } from '../../base/cancel.ts';

export interface Translator {
  readonly name: string;
  /** Whether the text is sent to somebody else's machine, and to whose. */
  readonly leavesMachine: boolean;
  readonly sendsTo?: string | undefined;
  /** What it needs and this machine does not have, with how to get it; undefined where all is there. */
  missing(): Promise<string | undefined>;
  /** Into what it can translate from that language (BCP 47, mostly without a region); `any` where nobody can list it. */
  targets(from: string): Promise<readonly string[] | 'any'>;
  /**
   * One text for each target, in the order of `to`. Rejects with a `SpeechError`: `speech/unknown-language` where it does not have one of the
   * languages, `speech/provider-failed`; or with the signal's reason.
   */
  translate(text: string, options: TranslateOptions): Promise<readonly string[]>;
}

export type TranslateOptions = Cancel & {
  readonly from: string;
  readonly to: readonly string[];
  /** Words that stay as they are, or have one translation of their own. */
  readonly glossary?: Glossary | undefined;
};

/** `to` by language; where it is absent the word stays as it is. Whole words, in any case. */
export type Glossary = readonly { readonly word: string; readonly to?: Readonly<Record<string, string>> | undefined }[];
