/** What it takes to put a notice into Graph's words. */
import type { Call } from '../../../switchboard/call.ts';
import type { AppEntry } from '../../../switchboard/directory.ts';
import type { MeetingTokens } from '../calls/meeting-tokens.ts';
import type { GraphSettings } from '../settings.ts';

export type Wording = {
  readonly app: AppEntry;
  /** The tenant of the call. */
  readonly tenantId: string;
  readonly settings: GraphSettings;
  /** As it is by now; undefined when it is forgotten. */
  readonly call?: Call | undefined;
  readonly tokens: Pick<MeetingTokens, 'make'>;
  readonly recording?: KeptRecording | undefined;
  /** Who calls, as a participant; of `incoming` alone. */
  readonly sourceParticipantId?: string | undefined;
};

/** Where a recording can be fetched. */
export type KeptRecording = { readonly location: string; readonly token: string };
