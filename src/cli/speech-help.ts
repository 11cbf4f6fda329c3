/** What `rollcall --help` tells of speech. */
export const speechHelp: string = `  rollcall speech            What turns speech into text and what translates it: what is there, what is
                             missing, and what leaves this machine; exit code 1 where nobody recognises
  rollcall speech try <file.wav> [--recogniser <name>] [--language <tag>]
                             Turns a recording of yours into text, and tells how long that took
  rollcall speech translate --to <tag> [--from <tag>] [text]
                             The text, or what comes by standard input; --to several times for several
  rollcall speech fetch <manifest.json | address of one> [--folder <folder>]
                             A model of sherpa-onnx, with all its files; goes on where it broke off
                             (each of these with --json for programs)
`;
