/** A source by itself: which packets are its, which layers it has, and bytes that are nothing. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { MemoryLayer } from './memory-layer.ts';
import { PictureSource } from './source.ts';

const size = { width: 640, height: 360, packets: 1, bytes: 0, tag: 1, number: 0, payloadType: 96, ridId: 10 };

function open(rids: readonly string[]): { source: PictureSource; told: string[] } {
  const told: string[] = [];
  const source = new PictureSource({
    legId: 'ann',
    of: 'camera',
    payloadType: 96,
    rids,
    ridId: 10,
    upstream: { lost: () => undefined, keyFrameWanted: () => told.push('key') },
    began: () => told.push('began'),
    layersChanged: () => told.push('layers'),
    ended: () => told.push('ended'),
  });
  return { source, told };
}

function send(source: PictureSource, layer: MemoryLayer, nowMs: number): void {
  layer.sendFrame(nowMs * 90, (packet) => source.receive(packet, nowMs));
}

describe('a source', () => {
  test('has the layers that were agreed, each under the number of its first packet', () => {
    const { source, told } = open(['q', 'f']);
    send(source, new MemoryLayer({ ...size, rid: 'q', ssrc: 1 }), 0);
    send(source, new MemoryLayer({ ...size, rid: 'f', ssrc: 2, height: 720 }), 0);
    send(source, new MemoryLayer({ ...size, rid: 'x', ssrc: 3 }), 0);
    send(source, new MemoryLayer({ ...size, rid: '', ssrc: 4 }), 0);
    send(source, new MemoryLayer({ ...size, rid: 'q', ssrc: 5, payloadType: 97 }), 0);
    expect(source.active(0).map(({ rid, ssrc, height }) => [rid, ssrc, height])).toEqual([
      ['q', 1, 360],
      ['f', 2, 720],
    ]);
    expect(told).toEqual(['began', 'layers']);
  });

  test('whose layer goes on as another stream takes that one, but not while the first still comes', () => {
    const { source } = open([]);
    const first = new MemoryLayer({ ...size, rid: '', ssrc: 1 });
    const second = new MemoryLayer({ ...size, rid: '', ssrc: 2 });
    send(source, first, 0);
    send(source, second, 500);
    expect(source.layers.map(({ ssrc }) => ssrc)).toEqual([1]);
    second.isKeyFrameWanted = true;
    send(source, second, 1_500);
    expect(source.active(1_500).map(({ ssrc, height }) => [ssrc, height])).toEqual([[2, 360]]);
  });

  test('whose first key frame was lost asks for another', () => {
    const { source, told } = open([]);
    const layer = new MemoryLayer({ ...size, rid: '', ssrc: 1 });
    layer.isKeyFrameWanted = false;
    send(source, layer, 0);
    expect(source.isOn).toBe(false);
    source.second(1_000, 1_000);
    expect(told).toEqual(['key']);
    layer.isKeyFrameWanted = true;
    send(source, layer, 1_100);
    expect(source.isOn).toBe(true);
  });

  test('is not harmed by bytes of chance', () => {
    const random = seededRandom(6);
    const { source } = open(['q', 'f']);
    const layer = new MemoryLayer({ ...size, rid: 'q', ssrc: 0x0101_0101 });
    let taken = 0;
    send(source, layer, 0);
    source.layers[0]?.add({ packet: (_layer, _entry, packet) => void (taken += packet.length >= 20 ? 1 : Number.NaN) });
    for (let i = 0; i < 5_000; i++) {
      if (i % 50 === 0) send(source, layer, i);
      const bytes = random.bytes(12 + (i % 60));
      bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
      bytes[1] = 96;
      if (i % 2 === 0) bytes.fill(1, 8, 12);
      source.receive(bytes, i);
      source.pulse(i);
    }
    expect(taken).toBeGreaterThan(100);
    expect(source.isOn).toBe(true);
    source.receive(new Uint8Array(5_000).fill(0x80), 0);
  });
});
