/** The offer of a WebRTC connection as the switchboard wants it: whole, with its candidates in it. */
import { after } from '../app/time.ts';

const gatherWithinMs = 1_000;

/** Makes the offer and sets it. What has not been found within a second is left out. */
export async function offerOf(peer: RTCPeerConnection): Promise<string> {
  await peer.setLocalDescription(await peer.createOffer());
  await gathered(peer);
  return peer.localDescription?.sdp ?? '';
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = after(gatherWithinMs, resolve);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return;
      stop();
      resolve();
    });
  });
}
