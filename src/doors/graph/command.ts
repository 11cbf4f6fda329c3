/** What every command is given, and what it answers with. */
import type { AppEntry, Directory } from '../../switchboard/directory.ts';
import type { Result } from '../../switchboard/result.ts';
import type { Switchboard } from '../../switchboard/switchboard.ts';
import { fromRefusal } from './errors.ts';
import type { GraphSettings } from './settings.ts';

export type CommandRequest = {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly settings: GraphSettings;
  readonly app: AppEntry;
  /** Empty where the path has none. */
  readonly callId: string;
  readonly json: unknown;
  /** `https://host/v1.0`. */
  readonly base: string;
  readonly newId: () => string;
};

export type CommandAnswer = {
  readonly status: number;
  readonly body?: object | undefined;
  readonly location?: string | undefined;
  readonly callId?: string | undefined;
};

export type Serve = (request: CommandRequest) => CommandAnswer;

/** The leg that a command is about; another app's is not found. */
export function legOf({ app, callId }: CommandRequest): { readonly appId: string; readonly legId: string } {
  return { appId: app.appId, legId: callId };
}

/** What the switchboard did; what it refused is thrown as Graph says it. */
export function done<T extends object>(result: Result<T>): T {
  if (result.ok) return result;
  throw fromRefusal(result);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
