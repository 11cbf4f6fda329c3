/** Which directions of apertium are installed, and the way from one language to another: a mode, or two by way of a third language. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { canonical, fittingLanguage, isSameLanguage, plainLanguage } from './language-names.ts';

/** One direction. `from` and `to` are BCP 47; apertium's own name spells them in its way (`eng-spa`, `eng-cat_valencia`). */
export type ApertiumMode = { readonly name: string; readonly from: string; readonly to: string };

const NAME = /^(?<from>[a-z]{2,3})-(?<to>[a-z]{2,3})(?:_(?<variant>[A-Za-z]{2}|[a-z]{5,8}))?$/u;

/** Debugging modes and those with a spelling or a purpose of their own are left out. An absent folder has none. */
export async function modesIn(folder: string, clock: Clock): Promise<readonly ApertiumMode[]> {
  const files = await clock.hold(() => readdir(folder)).catch(() => []);
  const modes: ApertiumMode[] = [];
  for (const file of files.toSorted((one, other) => one.localeCompare(other))) {
    const name = file.endsWith('.mode') ? file.slice(0, -'.mode'.length) : '';
    const { from = '', to = '', variant } = NAME.exec(name)?.groups ?? {};
    const [source, target] = [canonical(from), canonical(variant === undefined ? to : `${to}-${variant}`)];
    if (source !== undefined && target !== undefined) modes.push({ name, from: source, to: target });
  }
  return modes;
}

/** The modes to go through, one or two; undefined where there is no way. */
export function routeOf(modes: readonly ApertiumMode[], from: string, to: string): readonly ApertiumMode[] | undefined {
  const direct = modeOf(modes, from, to);
  if (direct) return [direct];
  for (const first of modes) {
    if (!isSameLanguage(first.from, from) || first !== modeOf(modes, from, first.to)) continue;
    const second = modeOf(modes, first.to, to);
    if (second) return [first, second];
  }
  return undefined;
}

function modeOf(modes: readonly ApertiumMode[], from: string, to: string): ApertiumMode | undefined {
  const leaving = modes.filter((mode) => isSameLanguage(mode.from, from));
  const target = fittingLanguage(
    to,
    leaving.map((mode) => mode.to),
  );
  return leaving.find((mode) => mode.to === target);
}

/** Where one can get to from that language, by one mode or two; each language once, whatever varieties of it there are. */
export function targetsOf(modes: readonly ApertiumMode[], from: string): readonly string[] {
  const all = [...new Set(modes.map(({ to }) => plainLanguage(to) ?? to))];
  return all.filter((to) => !isSameLanguage(to, from) && routeOf(modes, from, to) !== undefined);
}

/** Those of apertium's programs that answer at each NUL, when they are asked to. */
const ANSWERING = /^(?:[a-z]+-proc|apertium-[a-z]+)$/u;

/** What is run for a mode: the pipe that its file tells, each of its programs answering at every NUL. It is to be run by a shell with `-g` as `$1`. */
export async function pipeOf(folder: string, { name }: ApertiumMode, clock: Clock): Promise<string> {
  const told = await clock.hold(() => readFile(join(folder, `${name}.mode`), 'utf8'));
  return stagesOf(told.trim())
    .map((stage) => stage.replace(/^\S+/u, (program) => (ANSWERING.test(program) && !/\s-z\s/u.test(stage) ? `${program} -z` : program)))
    .join(' | ');
}

/** The programs of such a pipe, each once. */
export function programsOf(pipe: string): readonly string[] {
  return [...new Set(stagesOf(pipe).map((stage) => stage.split(/\s/u, 1)[0] ?? ''))];
}

/** Split where there is a bar outside of quotes. */
function stagesOf(pipe: string): readonly string[] {
  return (pipe.match(/(?:'[^']*'|"[^"]*"|[^|'"])+/gu) ?? []).map((stage) => stage.trim());
}
