import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

/** Whether a media query holds, now and whenever that changes. */
export function useMedia(query: string): Readonly<ShallowRef<boolean>> {
  const media = matchMedia(query);
  const matches = shallowRef(media.matches);
  function changed(event: MediaQueryListEvent): void {
    matches.value = event.matches;
  }
  media.addEventListener('change', changed);
  onScopeDispose(() => {
    media.removeEventListener('change', changed);
  });
  return matches;
}
