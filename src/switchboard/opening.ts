/** A call as it is opened: its room first, near to those of the app that is part of it. */
import type { Call } from './call.ts';
import type { Party } from './directory.ts';
import { begin, engine, tell, type Env, type Turn } from './turn.ts';

/** `affinity` is the id of the first app known, so that legs can move between its calls. */
export function opened(
  { from, to, affinity }: { readonly from: Party; readonly to: Party; readonly affinity?: string | undefined },
  env: Env,
): Turn {
  const call: Call = { callId: env.newId(), from, to, startedMs: env.nowMs, legs: [] };
  const turn = begin(call, env);
  engine(turn, { kind: 'openRoom', roomId: call.callId, affinity });
  tell(turn, { type: 'callStarted', from, to });
  return turn;
}

/** The app among those who begin a call. */
export function affinityOf(...parties: readonly Party[]): string | undefined {
  return parties.find(({ kind }) => kind === 'app')?.id;
}
