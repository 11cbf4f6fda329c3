/** A page that shows a camera or a screen, and has slots to see others in: functions for walks to call, as text. */

export const PICTURE_PAGE: string = String.raw`
const gathered = async (pc) => {
  await pc.setLocalDescription(await pc.createOffer());
  if (pc.iceGatheringState !== 'complete')
    await new Promise((done) => pc.addEventListener('icegatheringstatechange', () => pc.iceGatheringState === 'complete' && done()));
  return pc.localDescription.sdp;
};
const open = {};
globalThis.offerCamera = async (isSimulcast) => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720, frameRate: 20 } });
  const pc = (open.camera = new RTCPeerConnection());
  const layers = [
    { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
    { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
    { rid: 'f', maxBitrate: 1_500_000 },
  ];
  pc.addTransceiver(stream.getVideoTracks()[0], { direction: 'sendonly', sendEncodings: isSimulcast ? layers : [{}] });
  return gathered(pc);
};
globalThis.offerScreen = async () => {
  const canvas = document.createElement('canvas');
  canvas.width = 400; canvas.height = 300;
  const pen = canvas.getContext('2d');
  let n = 0;
  setInterval(() => { pen.fillStyle = '#e00000'; pen.fillRect(0, 0, 400, 300); pen.fillStyle = '#000'; pen.fillRect(n++ % 300, 140, 30, 20); }, 60);
  const pc = (open.screen = new RTCPeerConnection());
  pc.addTransceiver(canvas.captureStream().getVideoTracks()[0], { direction: 'sendonly' });
  return gathered(pc);
};
globalThis.offerView = async (slots) => {
  const pc = (open.view = new RTCPeerConnection());
  globalThis.videos = Array.from({ length: slots }, () => {
    const video = document.createElement('video');
    video.muted = true; video.autoplay = true;
    const { receiver } = pc.addTransceiver('video', { direction: 'recvonly' });
    video.srcObject = new MediaStream([receiver.track]);
    document.body.append(video);
    return video;
  });
  return gathered(pc);
};
globalThis.accept = (what, sdp) => open[what].setRemoteDescription({ type: 'answer', sdp });
globalThis.leave = (what) => open[what].close();
globalThis.seen = (slot) => {
  const video = globalThis.videos[slot];
  return { width: video.videoWidth, height: video.videoHeight, frames: video.getVideoPlaybackQuality().totalVideoFrames };
};
globalThis.colour = (slot) => {
  const canvas = document.createElement('canvas');
  canvas.width = 20; canvas.height = 20;
  const pen = canvas.getContext('2d');
  pen.drawImage(globalThis.videos[slot], 0, 0, 20, 20);
  return [...pen.getImageData(3, 3, 1, 1).data.slice(0, 3)];
};
globalThis.inbound = async (slot) => {
  const { receiver } = open.view.getTransceivers()[slot];
  for (const stat of (await receiver.getStats()).values())
    if (stat.type === 'inbound-rtp') return { freezes: stat.freezeCount ?? 0, keyFrames: stat.keyFramesDecoded, lost: stat.packetsLost, plis: stat.pliCount };
};
`;
