/** How pictures are sent and received: VP8 alone, because they are forwarded and never encoded anew. */

/**
 * A camera goes up in three layers, of which each viewer is sent the one that fits (simulcast by RID, RFC 8853).
 * Bits each second; the lowest layer must fit beside sound on a poor line.
 */
export const cameraEncodings: readonly RTCRtpEncodingParameters[] = [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000, maxFramerate: 15 },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000, maxFramerate: 24 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1_500_000, maxFramerate: 30 },
];

/** A screen is to be read: few frames, many bits. */
export const screenEncodings: readonly RTCRtpEncodingParameters[] = [{ maxBitrate: 2_500_000, maxFramerate: 15 }];

/** Makes this transceiver use VP8, with its retransmission (RFC 4588). A browser that cannot be told offers all: the answer picks. */
export function preferVp8(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  const wanted = codecs.filter(({ mimeType }) => /^video\/(VP8|rtx)$/i.test(mimeType));
  if (wanted.some(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8')) transceiver.setCodecPreferences(wanted);
}
