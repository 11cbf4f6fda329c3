#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
/** A voice as a program: sentences come in as lines of JSON, sound goes out as frames (see README.md). */
import { createInterface } from 'node:readline';
import load from '@echogarden/espeak-ng-emscripten';

const HEAD_BYTES = 9;
const LONGEST_TEXT = 5_000;
const DEFAULT_VOICE = 'en-gb';

// Whoever listens has gone: there is nobody left to speak to.
process.stdout.on('error', () => process.exit(0));

const espeak = await load();
const worker = new espeak.eSpeakNGWorker();
const sampleRate = worker.get_samplerate();
const voices = onePerLanguage(worker.list_voices().flatMap(voiceOf));
const known = new Set(voices.map((voice) => voice.id));
let voiceSet;
warmUp();
send('r', 0, json({ sampleRate, voices }));

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) answer(line);

function answer(line) {
  let id = 0;
  try {
    const request = JSON.parse(line);
    if (Number.isInteger(request?.id) && request.id >= 0 && request.id <= 0xffff_ffff) id = request.id;
    speak(id, request);
    send('d', id, Buffer.alloc(0));
  } catch (error) {
    send('e', id, json({ message: error instanceof Error ? error.message : String(error) }));
  }
}

function speak(id, { text, voice = DEFAULT_VOICE }) {
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) throw new Error(`a text of at most ${LONGEST_TEXT} characters is needed`);
  useVoice(voice);
  worker.synthesize(text, (sound) => {
    if (sound?.length) send('a', id, Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength));
    return false;
  });
}

function useVoice(voice) {
  if (!known.has(voice)) throw new Error(`there is no voice ${JSON.stringify(voice)}`);
  if (voice !== voiceSet) worker.set_voice(voice);
  voiceSet = voice;
}

/** The first sentence costs several times what the next ones do: it is spoken to nobody. */
function warmUp() {
  useVoice(DEFAULT_VOICE);
  worker.synthesize('Hello there, how are you today?', () => false);
}

/** One voice for each language, under the language's own name; mbrola voices need data that are not here. */
function voiceOf({ name, identifier, languages }) {
  const [language] = languages;
  return language && !identifier.startsWith('mb/') ? [{ id: language.name, name, language: language.name }] : [];
}

function onePerLanguage(all) {
  return all.filter((voice, index) => all.findIndex(({ id }) => id === voice.id) === index);
}

function send(kind, id, body) {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(body.length, 0);
  head.write(kind, 4, 'latin1');
  head.writeUInt32LE(id, 5);
  process.stdout.write(Buffer.concat([head, body]));
}

function json(value) {
  return Buffer.from(JSON.stringify(value));
}
