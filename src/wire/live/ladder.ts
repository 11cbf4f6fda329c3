/** The call inspector's language: a call as a ladder of messages and facts, each to be opened and read. */

/** One rung. `order` counts up within the call; `atMs` is milliseconds since 1970 UTC. */
export type LadderMessage = LadderExchange | LadderFact;

/** Who stands at a rail of the ladder. */
export type Rail = { readonly id: string; readonly name: string; readonly kind: 'person' | 'switchboard' | 'bot' };

/** An HTTP request and its answer between the two halves, as each end saw it. Sent again (same `order`) when more of it is known. */
export type LadderExchange = {
  readonly kind: 'exchange';
  readonly order: number;
  readonly atMs: number;
  readonly from: Rail;
  readonly to: Rail;
  /** "POST answer", "call established", "playPrompt completed". */
  readonly title: string;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody?: string | undefined;
  readonly status?: number | undefined;
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  readonly responseBody?: string | undefined;
  /** How long the sender waited for the answer. */
  readonly tookMs?: number | undefined;
  /** Which ends have reported it: on Teams only the bot's. */
  readonly seenBy: readonly ('bot' | 'switchboard')[];
  /** A plain sentence when it failed: what happened and what to do. */
  readonly problem?: string | undefined;
  /** The codes in it that end or refuse something, each explained. */
  readonly explanations?: readonly LadderExplanation[] | undefined;
};

/** What a code means: the sentence, likely causes, what to do, and where this is known from. */
export type LadderExplanation = {
  /** `500/7112`, `HTTP 403 7504`, `AADSTS7000215`. */
  readonly about: string;
  readonly happened: string;
  readonly causes: readonly string[];
  readonly remedies: readonly string[];
  readonly source: string;
};

/** Something that happened at one rail: a key was pressed, a bot threw, sound connected. */
export type LadderFact = {
  readonly kind: 'fact';
  readonly order: number;
  readonly atMs: number;
  readonly at: Rail;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly tone: 'neutral' | 'good' | 'bad';
};
