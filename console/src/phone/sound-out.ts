/** The window's one audio context: opened when first needed, woken by the first touch of the page. */

let context: AudioContext | undefined;

/** The context; it may still be suspended, until the page has been touched. */
export function audioContext(): AudioContext {
  context ??= new AudioContext();
  return context;
}

/** Tries to wake the context; until the page has been touched once, browsers keep it silent. */
export function wakeSound(): void {
  const woken = audioContext();
  // resume() stays pending for as long as the browser forbids sound, so it is not waited for.
  if (woken.state === 'suspended') void woken.resume().catch(() => undefined);
}

/** Whether the browser still keeps this page silent. */
export function isKeptSilent(): boolean {
  const activation = navigator.userActivation as UserActivation | undefined;
  return activation?.hasBeenActive === false;
}

/** Plays sine tones together, softly in and out; returns a function that ends them early. */
export function playTones(
  frequencies: readonly number[],
  { seconds, level }: { readonly seconds: number; readonly level: number },
): () => void {
  const out = audioContext();
  if (out.state !== 'running') return () => undefined;
  const gain = out.createGain();
  const end = out.currentTime + seconds;
  gain.gain.setValueAtTime(0, out.currentTime);
  gain.gain.linearRampToValueAtTime(level, out.currentTime + Math.min(0.04, seconds / 4));
  gain.gain.setValueAtTime(level, Math.max(out.currentTime, end - Math.min(0.08, seconds / 4)));
  gain.gain.linearRampToValueAtTime(0, end);
  gain.connect(out.destination);
  for (const frequency of frequencies) {
    const tone = out.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start();
    tone.stop(end);
  }
  return () => gain.disconnect();
}
