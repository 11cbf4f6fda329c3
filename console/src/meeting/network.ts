/** How the network fares, in one word: by what the switchboard tells of my sound, and by what the browser counts of my pictures. */
import type { MeetingView } from './meeting-view.ts';

export type Network = MeetingView['network'];

/** Shares of lost packets, 0 … 1, of the last seconds; `roundTripMs` from here to the switchboard and back. */
export type NetworkFigures = {
  readonly lossUp?: number | undefined;
  readonly lossDown?: number | undefined;
  readonly pictureLoss?: number | undefined;
  readonly roundTripMs?: number | undefined;
};

// Sound is made up well below 3 % of loss and hardly above 10 %; talk gets awkward beyond 300 ms of delay there and back (ITU-T G.114).
const poor = { loss: 0.03, roundTripMs: 300 };
const bad = { loss: 0.1, roundTripMs: 700 };

export function networkOf({ lossUp = 0, lossDown = 0, pictureLoss = 0, roundTripMs = 0 }: NetworkFigures): Network {
  const loss = Math.max(lossUp, lossDown, pictureLoss);
  if (loss > bad.loss || roundTripMs > bad.roundTripMs) return 'bad';
  return loss > poor.loss || roundTripMs > poor.roundTripMs ? 'poor' : 'good';
}

/** Totals of a connection's received packets and its round trip, as `getStats` counts them. */
export type Received = { readonly received: number; readonly lost: number; readonly roundTripMs?: number | undefined };

export async function receivedBy(peer: RTCPeerConnection): Promise<Received> {
  let [received, lost] = [0, 0];
  let roundTripMs: number | undefined;
  for (const stat of entriesOf(await peer.getStats())) {
    if (stat.type === 'inbound-rtp') {
      received += stat.packetsReceived ?? 0;
      lost += stat.packetsLost ?? 0;
    }
    if (stat.type === 'candidate-pair' && stat.nominated === true && stat.currentRoundTripTime !== undefined) {
      roundTripMs = stat.currentRoundTripTime * 1_000;
    }
  }
  return { received, lost, roundTripMs };
}

/** The share that was lost between two counts; undefined where too little came to tell. */
export function lossBetween(before: Received, now: Received): number | undefined {
  const lost = Math.max(0, now.lost - before.lost);
  const all = now.received - before.received + lost;
  return all < 20 ? undefined : lost / all;
}

type Stat = {
  readonly type: string;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly nominated?: boolean;
  readonly currentRoundTripTime?: number;
};

/** The DOM's own types know neither the entries of a report nor their fields. */
function entriesOf(report: RTCStatsReport): Stat[] {
  const entries: Stat[] = [];
  report.forEach((entry) => entries.push(entry as Stat));
  return entries;
}
