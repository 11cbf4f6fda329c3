/** Films that are made while a recording goes on, and kept beside it. */
import { orAborted } from '../../base/cancel.ts';
import type { Archive } from '../../archive/archive.ts';
import type { Clock } from '../../base/clock.ts';
import { LiveComposite } from '../../media/composite/live-composite.ts';
import type { ByteSink } from '../../media/files/recording-file.ts';
import type { BeginFilm, FilmAbout, LiveFilm } from '../../services/recording/live-film.ts';

export function liveFilms(archive: Pick<Archive, 'keepFile'>, { clock }: { readonly clock: Clock }): BeginFilm {
  return (about) => beginFilm(about, archive, clock);
}

function beginFilm({ recordingId, layout, format }: FilmAbout, archive: Pick<Archive, 'keepFile'>, clock: Clock): LiveFilm {
  const stop = new AbortController();
  const place = later<ByteSink>();
  const over = later<undefined>();
  // What waits for its place does not wait longer than the film: there may never be one.
  const sink: ByteSink = { write: async (bytes, position) => (await orAborted(place.promise, stop.signal)).write(bytes, position) };
  const film = new LiveComposite({ layout, format, clock, sink, signal: stop.signal });
  const kept = archive.keepFile(recordingId, { kind: 'composite', layout }, format, async (opened, signal) => {
    signal.addEventListener('abort', () => stop.abort(signal.reason), { once: true });
    if (signal.aborted) stop.abort(signal.reason);
    place.resolve(opened);
    // Whoever calls it off (consent taken back, the archive closes) waits for this, and nobody may ever say that it is over.
    await orAborted(over.promise, signal);
    const outcome = await film.finish();
    if (outcome.kind === 'notMade') throw new Error(`the film could not be made while it was recorded: ${outcome.why}`);
    return outcome.summary;
  });
  // Told by `finish`; where there is no place for it, nothing is to be waited for either.
  kept.catch((error: unknown) => stop.abort(error));
  return {
    write: (record) => film.write(record),
    async finish() {
      over.resolve(undefined);
      await kept;
    },
    async discard() {
      stop.abort(new Error('the recording was discarded'));
      over.resolve(undefined);
      await film.discard();
      await kept.catch(() => undefined);
    },
  };
}

function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}
