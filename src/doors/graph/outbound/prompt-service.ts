/** Prompts for the switchboard: brought when a task wants them, and ahead of it when an app names them beforehand. */
import type { Log } from '../../../base/log.ts';
import type { Scope } from '../../../base/scope.ts';
import type { AppEntry, Directory } from '../../../switchboard/directory.ts';
import type { PromptSource } from '../../../switchboard/media-task.ts';
import type { PromptsWanted } from '../../../switchboard/notice.ts';
import type { Switchboard } from '../../../switchboard/switchboard.ts';
import type { Prompts } from './prompts.ts';

export type Prefetch = (app: AppEntry, sources: readonly PromptSource[]) => void;

type Options = {
  readonly switchboard: Switchboard;
  readonly directory: Directory;
  readonly prompts: Prompts;
  readonly scope: Scope;
  readonly log: Log;
};

/** Answers the switchboard's wishes until the scope ends; gives what fetches ahead. */
export function promptService({ switchboard, directory, prompts, scope, log }: Options): Prefetch {
  const { signal } = scope;
  const lost = (error: unknown): void => log.error('prompts were lost', { error });
  const load = async ({ appId, legId, operationId, prompts: sources }: PromptsWanted): Promise<void> => {
    const isLocal = directory.apps.some((app) => app.appId === appId && app.isLocal);
    const result = await prompts.load(sources, { appId, isLocal, signal });
    if (result.ok) switchboard.promptsReady({ appId, legId, operationId, sounds: result.sounds });
    else switchboard.promptsFailed({ appId, legId, operationId, problem: result.problem });
  };
  const fetchAhead = async ({ appId, isLocal }: AppEntry, sources: readonly PromptSource[]): Promise<void> => {
    const problems = await prompts.fetchAhead(sources, { appId, isLocal, signal });
    if (problems.length > 0) log.info('prompts could not be fetched ahead', { appId, problems });
  };
  switchboard.facts.on('promptsWanted', (wanted) => scope.run(() => load(wanted), lost), { signal });
  return (app, sources) => {
    if (sources.length > 0) scope.run(() => fetchAhead(app, sources), lost);
  };
}
