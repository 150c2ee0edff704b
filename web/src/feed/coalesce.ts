/**
 * Makes many calls into one: `run` is called once with the next screen frame, however often it was asked for.
 * The frame of a hidden tab is whatever `nextFrame` makes of it.
 */
export function coalesce(run: () => void, nextFrame: (run: () => void) => void): () => void {
  let due = false;
  return () => {
    if (!due) {
      due = true;
      nextFrame(() => {
        due = false;
        run();
      });
    }
  };
}
