/** One check of a media bridge, the sentence of the document that it holds the bridge to. */
import type { CheckStage } from './check-stage.ts';

/** A sentence of docs/media-bridge.md, as it stands there, and the heading below which it stands. */
export type Rule = { readonly anchor: string; readonly says: string };

export type Check = {
  readonly name: string;
  readonly rule: Rule;
  /** Resolves when the bridge does as the rule says. */
  readonly run: (stage: CheckStage) => Promise<void>;
};
