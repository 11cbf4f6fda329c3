/** What makers of conferencing devices tell of the sound and pictures of a call: it goes to the log, beside the call. Source: Graph docs, api/call-logteleconferencedevicequality. */
import { deviceQualityBody, deviceQualityCall } from '../../../wire/graph/device-quality.ts';
import type { CommandAnswer, CommandRequest } from '../command.ts';
import { GraphDoorError } from '../errors.ts';
import { bodyAs } from '../request-reading.ts';

/** `callChainId` must be of a call in which the app takes part, or just took part. */
export function logDeviceQuality(request: CommandRequest): CommandAnswer {
  const { app, switchboard, log, json } = request;
  const { callChainId } = bodyAs(deviceQualityCall, json).quality;
  const call = switchboard.calls().find(({ callId }) => callId === callChainId);
  const leg = call?.legs.find((each) => each.kind === 'app' && each.appId === app.appId);
  if (!call || !leg) throw new GraphDoorError('graph-door/unknown-call', 'Call not found.');
  const { quality } = bodyAs(deviceQualityBody, json);
  const { deviceName, deviceDescription, participantId, mediaLegId, mediaQualityList: media } = quality;
  const device = { deviceName, deviceDescription, participantId, mediaLegId, media };
  log.info('a device told of the quality of a call', { callId: call.callId, legId: leg.legId, appId: app.appId, device });
  return { status: 200 };
}
