/** Brings facts of older shapes up to the newest, so that readers know one shape only. */
import type { Fact } from './fact-log.ts';

/** From `version` to the one after it. Pure; never throws on what was once valid. */
export type UpCaster = { readonly type: string; readonly version: number; readonly up: (data: unknown) => unknown };

/** Throws a `TypeError` when two casters claim the same step. */
export function upcast(casters: readonly UpCaster[]): <F extends Fact>(fact: F) => F {
  const steps = new Map<string, UpCaster>();
  for (const caster of casters) {
    const step = `${caster.type}@${String(caster.version)}`;
    if (steps.has(step)) throw new TypeError(`two up-casters claim ${step}`);
    steps.set(step, caster);
  }
  return (fact) => {
    let { version, data } = fact;
    for (let caster = steps.get(`${fact.type}@${String(version)}`); caster; caster = steps.get(`${fact.type}@${String(version)}`)) {
      data = caster.up(data);
      version++;
    }
    return version === fact.version ? fact : { ...fact, version, data };
  };
}
