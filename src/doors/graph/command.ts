/** What every command is given, and what it answers with. */
import type { Log } from '../../base/log.ts';
import type { AppLeg, Call } from '../../switchboard/call.ts';
import type { AppEntry, Directory } from '../../switchboard/directory.ts';
import type { OfApp, OfParticipant } from '../../switchboard/input.ts';
import type { PromptSource } from '../../switchboard/media-task.ts';
import type { MeetingBook } from '../../switchboard/meeting.ts';
import type { Result } from '../../switchboard/result.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import type { Caller } from './identity/access-token.ts';
import { fromRefusal } from './errors.ts';
import type { CallTenants } from './calls/call-tenants.ts';
import type { MediaBridge } from './media-bridge.ts';
import type { MeetingTokens } from './calls/meeting-tokens.ts';
import type { KeptOperation, Operations } from './calls/kept-operations.ts';
import { viewerOf, type Viewer } from './calls/parties.ts';
import type { GraphSettings } from './settings.ts';

export type CommandRequest = {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly settings: GraphSettings;
  readonly log: Log;
  readonly caller: Caller;
  readonly app: AppEntry;
  /** Empty where the path has none. */
  readonly callId: string;
  /** Of what is below the call: a participant, a routing group, an operation. */
  readonly itemId: string;
  readonly json: unknown;
  /** As it was asked for. */
  readonly url: URL;
  /** `https://host/v1.0`. */
  readonly base: string;
  readonly newId: () => string;
  readonly meetings: MeetingBook;
  readonly tokens: MeetingTokens;
  readonly operations: Operations;
  readonly tenants: CallTenants;
  /** Absent: apps cannot bring media of their own. */
  readonly bridge?: MediaBridge | undefined;
  /** Fetches prompts that are to be played later, without anybody waiting for it. */
  readonly prefetch: (sources: readonly PromptSource[]) => void;
};

export type CommandAnswer = {
  readonly status: number;
  /** JSON; or text, where Graph says no more than a number. */
  readonly body?: object | string | undefined;
  readonly location?: string | undefined;
  readonly callId?: string | undefined;
};

export type Serve = (request: CommandRequest) => CommandAnswer | Promise<CommandAnswer>;

/** The leg that a command is about; another app's is not found. */
export function legOf({ app, callId }: Pick<CommandRequest, 'app' | 'callId'>): OfApp {
  return { appId: app.appId, legId: callId };
}

export function participantOf(request: CommandRequest): OfParticipant {
  return { ...legOf(request), participantId: request.itemId };
}

/** What the switchboard did; what it refused is thrown as Graph says it. */
export function done<T extends object>(result: Result<T>): T {
  if (result.ok) return result;
  throw fromRefusal(result);
}

/** The call that a command is about, as the app has it. */
export function callOf(request: CommandRequest): { readonly call: Call; readonly leg: AppLeg; readonly viewer: Viewer } {
  const { call, leg } = done(request.switchboard.readCall(legOf(request)));
  return { call, leg, viewer: viewerOf(request.app, request.caller.tenantId) };
}

type OperationFields = Omit<KeptOperation, '@odata.type'>;

/** An operation that has begun, or is done already: the answer says where it can be read. */
export function operation(
  { base, callId, operations }: CommandRequest,
  type: string,
  fields: OperationFields,
  status = 200,
): CommandAnswer {
  const { clientContext = null, ...rest } = fields;
  const body = { '@odata.type': `#microsoft.graph.${type}`, ...rest, clientContext, resultInfo: null };
  operations.keep(callId, body);
  return { status, body, location: `${base}/communications/calls/${callId}/operations/${fields.id}` };
}

/** An operation that was done at once: no notification follows. Source: Graph docs, resources/commsoperation. */
export function completed(request: CommandRequest, type: string, clientContext: string | null | undefined): CommandAnswer {
  return operation(request, type, { id: request.newId(), status: 'completed', clientContext });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
