/** Work that is done once, for all who ask for it. */

/** What failed is done again for whoever asks the next time: what is missing now may be there then. */
export function onceDone<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}
