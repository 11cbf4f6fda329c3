/** How well a conferencing device heard and saw, as its maker tells. Source: Graph docs, resources/teleconferencedevicequality, teleconferencedevicemediaquality. */
import { z } from 'zod';

/** Durations are ISO 8601, such as `PT0.02S`. One for each medium; what its type declares beyond is kept as it came. */
type DeviceMediaQuality = { readonly '@odata.type': string; readonly channelIndex: number };

export type DeviceQuality = {
  readonly callChainId: string;
  readonly participantId: string;
  readonly mediaLegId: string;
  readonly deviceName: string;
  readonly deviceDescription: string;
  readonly cloudServiceName?: string | null | undefined;
  readonly mediaQualityList: readonly DeviceMediaQuality[];
};

export type DeviceQualityBody = { readonly quality: DeviceQuality };

const mediaTypes = /^#?microsoft\.graph\.teleconferenceDevice(Audio|Video|ScreenSharing)Quality$/i;
const duration = z.string().regex(/^-?P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/, 'is no duration such as PT0.02S');
const durations = [
  'averageInboundJitter', 'averageInboundRoundTripDelay', 'averageOutboundJitter', 'averageOutboundRoundTripDelay', 'maximumInboundJitter',
  'maximumInboundRoundTripDelay', 'maximumOutboundJitter', 'maximumOutboundRoundTripDelay', 'mediaDuration',
] as const; // prettier-ignore

const mediaQuality: z.ZodType<DeviceMediaQuality> = z.looseObject({
  '@odata.type': z.string().regex(mediaTypes, 'is none of teleconferenceDeviceAudioQuality, …VideoQuality, …ScreenSharingQuality'),
  channelIndex: z.number().int(),
  ...Object.fromEntries(durations.map((name) => [name, duration.nullish()])),
});

/** As much of it as tells which call is meant. */
export const deviceQualityCall: z.ZodType<{ readonly quality: Pick<DeviceQuality, 'callChainId'> }> = z.looseObject({
  quality: z.looseObject({ callChainId: z.string().min(1) }),
});

export const deviceQualityBody: z.ZodType<DeviceQualityBody> = z.looseObject({
  quality: z.looseObject({
    callChainId: z.string().min(1),
    participantId: z.string().min(1),
    mediaLegId: z.string().min(1),
    deviceName: z.string().min(1).max(256),
    deviceDescription: z.string().min(1).max(1_024),
    cloudServiceName: z.string().max(256).nullish(),
    mediaQualityList: z.array(mediaQuality).min(1).max(100),
  }),
});
