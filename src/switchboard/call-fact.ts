/** What happened in a call, for the event log: versioned, and enough to tell the whole story later. */
import type { LegEnd } from './call.ts';
import type { Party } from './directory.ts';

/** `atMs` is milliseconds since 1970 UTC. Keys are not named: they may be secrets. */
export type CallFact = { readonly version: 1; readonly callId: string; readonly atMs: number } & CallNews;

export type CallNews =
  | { readonly type: 'callStarted'; readonly from: Party; readonly to: Party }
  | {
      readonly type: 'legRang';
      readonly legId: string;
      readonly party: Party;
      readonly because: 'dial' | 'forward' | 'redirect' | 'transfer' | 'create';
    }
  | { readonly type: 'legAnswered'; readonly legId: string; readonly party: Party }
  | { readonly type: 'legConnected'; readonly legId: string; readonly party: Party }
  | { readonly type: 'legEnded'; readonly legId: string; readonly party: Party; readonly as: LegEnd; readonly because: string }
  | { readonly type: 'legMuted'; readonly legId: string; readonly party: Party; readonly isMuted: boolean }
  | { readonly type: 'keyPressed'; readonly legId: string; readonly party: Party }
  | { readonly type: 'transferStarted'; readonly legId: string; readonly party: Party; readonly target: Party }
  | { readonly type: 'transferFailed'; readonly legId: string; readonly party: Party; readonly because: string }
  | {
      readonly type: 'taskStarted';
      readonly legId: string;
      readonly party: Party;
      readonly operationId: string;
      readonly task: 'play' | 'record';
    }
  | {
      readonly type: 'taskEnded';
      readonly legId: string;
      readonly party: Party;
      readonly operationId: string;
      readonly task: 'play' | 'record';
      readonly outcome: string;
      readonly problem?: string | undefined;
    }
  /** An app could not be reached, or did not answer in time. */
  | { readonly type: 'botFailed'; readonly legId: string; readonly party: Party; readonly because: string }
  | { readonly type: 'announced'; readonly name: string; readonly because: string }
  | { readonly type: 'callEnded'; readonly because: string };
