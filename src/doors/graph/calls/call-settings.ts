/** What an app may settle when it creates or answers a call: media, modalities, options. */
import type { AppCallOptions } from '../../../switchboard/call.ts';
import type { PromptSource } from '../../../switchboard/media-task.ts';
import type { CallOptions, MediaConfig } from '../../../wire/graph/call.ts';
import type { RoutingPolicy } from '../../../wire/graph/request.ts';
import { GraphDoorError } from '../errors.ts';
import { notImplemented } from '../request-reading.ts';

/** Where the sound of a call is made: by the service, from prompts; or by the app, over the media bridge. */
export type AskedMedia =
  { readonly kind: 'hosted'; readonly prompts: readonly PromptSource[] } | { readonly kind: 'own'; readonly blob: string };

/** Of service-hosted media the prompts that are to be fetched in advance; of the app's own the session. */
export function mediaOf({ '@odata.type': type, preFetchMedia, blob }: MediaConfig): AskedMedia {
  const name = type.replace(/^#?microsoft\.graph\./i, '').toLowerCase();
  if (name === 'apphostedmediaconfig') {
    if (!blob) throw bad('mediaConfig.blob: must be there with appHostedMediaConfig; POST /bridge/sessions gives one');
    return { kind: 'own', blob };
  }
  if (name !== 'servicehostedmediaconfig')
    throw bad(`mediaConfig: “${type}” is no media configuration; use #microsoft.graph.serviceHostedMediaConfig or appHostedMediaConfig`);
  return { kind: 'hosted', prompts: (preFetchMedia ?? []).map(({ uri, resourceId }) => ({ uri, resourceId: resourceId ?? undefined })) };
}

/** An app can be apart from the others from the start where it joins a conversation, and nowhere else. */
export function checkNotApart({ removeFromDefaultAudioGroup }: MediaConfig): void {
  if (removeFromDefaultAudioGroup === true)
    throw notImplemented('removeFromDefaultAudioGroup in a call that is not joined', 'Leave it out, or set it for a target.');
}

/** `place` is the property that is read. */
export function checkAudio(modalities: readonly string[] | null | undefined, place: string): void {
  if (modalities && !modalities.includes('audio')) throw bad(`${place} must contain audio`);
}

/**
 * Beta. A call of an app is never forwarded here, to voicemail neither: what asks for that holds anyway. But whoever did not take it sees
 * it among her calls as missed, and there is no Skype for Business that could be preferred.
 */
export function checkRouting(policies: readonly RoutingPolicy[] | null | undefined): void {
  if (policies?.includes('noMissedCall'))
    throw notImplemented('A call that is not told as missed (noMissedCall in routingPolicies)', 'Leave it out.');
  if (policies?.includes('preferSkypeForBusiness'))
    throw notImplemented('Preferring Skype for Business (routingPolicies)', 'Leave it out.');
}

export function optionsOf(options: CallOptions | null | undefined): Partial<AppCallOptions> | undefined {
  if (!options) return undefined;
  if (options.isInteractiveRosterEnabled === true)
    throw notImplemented('An interactive roster (isInteractiveRosterEnabled)', 'Leave it out.');
  return {
    isHiddenAfterEscalation: options.hideBotAfterEscalation ?? false,
    isDeltaRosterEnabled: options.isDeltaRosterEnabled ?? false,
    isContentSharingNotificationEnabled: options.isContentSharingNotificationEnabled ?? false,
  };
}

function bad(why: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `The request is invalid: ${why}.`);
}
