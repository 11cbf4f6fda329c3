/** Which way the media of a call go, as its answer or its creation says it to Graph. Source: Graph docs, resources/servicehostedmediaconfig, apphostedmediaconfig. */
import type { MediaNeed } from '../../call/media.ts';
import type { MediaConfig } from '../../wire/graph/call.ts';

export type MediaRoad = { readonly mediaConfig: MediaConfig; readonly modalities: readonly string[] };

/** The service plays and records. */
export const hostedRoad: MediaRoad = {
  mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig', preFetchMedia: [] },
  modalities: ['audio'],
};

/** The media are the bot's own, over the bridge whose session gave this blob. */
export function bridgedRoad(blob: string, needs: readonly MediaNeed[]): MediaRoad {
  return {
    mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob },
    modalities: needs.includes('pictures') ? ['audio', 'video', 'videoBasedScreenSharing'] : ['audio'],
  };
}
