/** Calls whose media are the app's own: the session of the media bridge is taken when they begin. Source: Graph docs, resources/apphostedmediaconfig. */
import type { AppMedia } from '../../../switchboard/taking-part.ts';
import type { AskedMedia } from './call-settings.ts';
import { callOf, type CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { checkMayUseOwnMedia } from '../permissions.ts';
import { notImplemented } from '../request-reading.ts';

/**
 * Places or answers a call with the media that were asked for. With the app's own its session is bound to the leg that `begin` gives; what
 * is thrown leaves the session as it was.
 */
export async function withMedia(
  { caller, bridge }: Pick<CommandRequest, 'caller' | 'bridge'>,
  asked: AskedMedia,
  begin: (media: AppMedia) => { readonly legId: string } | Promise<{ readonly legId: string }>,
): Promise<{ readonly legId: string }> {
  if (asked.kind === 'hosted') return begin('hosted');
  checkMayUseOwnMedia(caller);
  if (!bridge) throw notImplemented('Application-hosted media (raw sound)', 'Use serviceHostedMediaConfig.');
  const session = bridge.claim(asked.blob, caller);
  if (!session.ok) throw new GraphDoorError('graph-door/bad-request', `The request is invalid: mediaConfig.blob: ${session.message}.`);
  try {
    const begun = await begin({ bridge: session.limits });
    session.bind(begun.legId);
    return begun;
  } catch (error) {
    session.release();
    throw error;
  }
}

/** Prompts, recordings and keys are the service's work: a call of the app's own media has none of them. Source: Graph docs, api/call-playprompt. */
export function checkHosted(request: CommandRequest, what: string): void {
  const { leg } = callOf(request);
  if (leg.media === 'hosted') return;
  throw new GraphDoorError(
    'graph-door/bad-request',
    `${what} is only supported for calls that were begun with serviceHostedMediaConfig. Send it over the media bridge, or leave appHostedMediaConfig out.`,
  );
}
