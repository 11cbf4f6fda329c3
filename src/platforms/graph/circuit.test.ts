/** The circuit: opens after some failures in a row, says why, and lets one request look whether the service is back. */
import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { Circuit } from './circuit.ts';

function failing(times: number): { circuit: Circuit; clock: ReturnType<typeof virtualClock> } {
  const clock = virtualClock();
  const circuit = new Circuit({ clock });
  for (let time = 0; time < times; time++) {
    circuit.enter('GET call');
    circuit.failed('nobody listens there');
  }
  return { circuit, clock };
}

test('four failures leave it closed, and an answer forgets them', () => {
  const { circuit } = failing(4);
  circuit.enter('GET call');
  circuit.succeeded();
  for (let time = 0; time < 4; time++) circuit.failed('again');
  expect(() => circuit.enter('GET call')).not.toThrow();
});

test('five open it, and the error says since when, why and until when', () => {
  const { circuit } = failing(5);
  expect(() => circuit.enter('POST answer')).toThrow(
    expect.objectContaining({
      code: 'platform/circuit-open',
      wasNeverSent: true,
      message:
        'POST answer was not sent: 5 requests in a row came to nothing, the last because nobody listens there; it is tried again in 5 s',
    }),
  );
});

test('one request at a time looks whether the service is back; the pause doubles up to a minute', async () => {
  const { circuit, clock } = failing(5);
  for (const pauseMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
    await clock.advance(pauseMs - 1);
    expect(() => circuit.enter('GET call')).toThrow(/tried again/);
    await clock.advance(1);
    circuit.enter('GET call');
    expect(() => circuit.enter('GET call')).toThrow(/being tried right now/);
    circuit.failed('still nobody');
  }
  await clock.advance(60_000);
  circuit.enter('GET call');
  circuit.succeeded();
  circuit.enter('GET call');
  circuit.enter('GET call');
});

test('a look that is given up lets another one look', async () => {
  const { circuit, clock } = failing(5);
  await clock.advance(5_000);
  circuit.enter('GET call');
  circuit.leftOpen();
  expect(() => circuit.enter('GET call')).not.toThrow();
});
