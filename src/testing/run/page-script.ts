/** What the page of a run does by itself: makes players of the sound in it, and lets marks, buttons and player follow each other. */

/** Runs in a browser, from a file, with no network. Sound is unpacked when its run is first opened. */
export const pageScript: string = `
'use strict';
const RATE = 16000;
function linear(byte) {
  const code = ~byte & 255, size = (((code & 15) << 3) + 132) << ((code >> 4) & 7);
  return code & 128 ? 132 - size : size - 132;
}
function wavOf({ seconds, pieces }) {
  const count = Math.ceil(seconds * RATE);
  const view = new DataView(new ArrayBuffer(44 + count * 2));
  const put = (at, text) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  put(0, 'RIFF'); view.setUint32(4, 36 + count * 2, true); put(8, 'WAVEfmt '); view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); view.setUint16(22, 1, true); view.setUint32(24, RATE, true); view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true); view.setUint16(34, 16, true); put(36, 'data'); view.setUint32(40, count * 2, true);
  for (const { at, mulaw } of pieces) {
    const bytes = atob(mulaw), first = Math.round(at * RATE);
    for (let i = 0; i < bytes.length; i++) {
      const place = first + i;
      if (place >= 0 && place < count) view.setInt16(44 + place * 2, linear(bytes.charCodeAt(i)), true);
    }
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
}
function enliven(line) {
  const audio = line.querySelector('audio'), words = line.querySelector('script');
  if (!audio || !words || audio.src) return;
  const sound = JSON.parse(words.textContent);
  audio.src = URL.createObjectURL(wavOf(sound));
  audio.preload = 'auto';
  const strip = line.querySelector('.strip'), now = line.querySelector('.now');
  const style = getComputedStyle(strip);
  const from = parseFloat(style.getPropertyValue('--from')), to = parseFloat(style.getPropertyValue('--to'));
  const buttons = [...line.querySelectorAll('button[data-at]')];
  const play = (at) => {
    for (const other of document.querySelectorAll('audio')) if (other !== audio) other.pause();
    audio.currentTime = Math.max(0, at);
    void audio.play();
  };
  for (const button of buttons) button.addEventListener('click', () => play(Number(button.dataset.at)));
  strip.addEventListener('click', (event) => {
    const bar = event.target.closest('b[data-bar]');
    if (bar) return play(Number(buttons[Number(bar.dataset.bar)].dataset.at));
    const box = strip.getBoundingClientRect(), share = ((event.clientX - box.left) / box.width) * 100;
    play(((share - from) / Math.max(0.01, to - from)) * sound.seconds);
  });
  audio.addEventListener('timeupdate', () => {
    const at = audio.currentTime;
    now.style.left = from + (at / sound.seconds) * (to - from) + '%';
    const last = buttons.filter((button) => Number(button.dataset.at) <= at + 0.05).pop();
    for (const button of buttons) {
      const isOn = button === last && !audio.paused;
      button.classList.toggle('on', isOn);
      line.querySelector('b[data-bar="' + button.dataset.bar + '"]').classList.toggle('on', isOn);
    }
  });
}
for (const run of document.querySelectorAll('.run')) {
  const wake = () => { if (run.open) for (const line of run.querySelectorAll('.line')) enliven(line); };
  run.addEventListener('toggle', wake);
  wake();
}
`;
