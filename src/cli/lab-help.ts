/** What `rollcall lab` can be told. */

import { replayHelp } from './lab-replay.ts';

export const labHelp: string = `  rollcall lab run <file …>  Runs the scenarios that these files export, each in a lab of its own
      --seed <n>             With this seed instead of 1
      --repeat <n>           With so many seeds, one after the other; tells what fails and what flakes
      --callers <n>          For so many callers at once, in real time: set-up times, failures, cost
      --every <ms>           Between two callers; so that all have begun after 10 s unless told otherwise
      --only <words>         Those with these words in their name alone
      --junit <file>         Writes the verdicts as JUnit XML
      --page <file>          Writes a page with ladders and sound, to be opened in a browser
      --keep <folder>        Where recordings of failures go; .rollcall/lab unless told otherwise
      --voice <which>        built-in (the same everywhere), local, or auto
${replayHelp}`;
