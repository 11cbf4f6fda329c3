/** A sound that cannot be mistaken for another: eight notes, as a WAV file of 16 kHz, 16 bit, mono. */
const notes = [523, 659, 784, 698, 587, 880, 740, 622];
const perNote = 3_200;
const samples = Int16Array.from({ length: notes.length * perNote }, (_, at) => {
  const hertz = notes[Math.floor(at / perNote)] ?? 0;
  return 9_000 * Math.sin((2 * Math.PI * hertz * at) / 16_000);
});

const head = Buffer.alloc(44);
head.write('RIFF', 0);
head.writeUInt32LE(36 + samples.byteLength, 4);
head.write('WAVEfmt ', 8);
head.writeUInt32LE(16, 16);
head.writeUInt16LE(1, 20);
head.writeUInt16LE(1, 22);
head.writeUInt32LE(16_000, 24);
head.writeUInt32LE(32_000, 28);
head.writeUInt16LE(2, 32);
head.writeUInt16LE(16, 34);
head.write('data', 36);
head.writeUInt32LE(samples.byteLength, 40);

export const jingle: Uint8Array<ArrayBuffer> = Uint8Array.from([...head, ...new Uint8Array(samples.buffer)]);
