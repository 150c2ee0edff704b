package io.github.lunostreams.market;

import io.github.lunostreams.market.MarketUpdate.Changed;
import io.github.lunostreams.market.MarketUpdate.Reset;
import java.util.List;

/** Hooks of one kind of event each, as hooks of all. */
final class HookAdapters {
  private HookAdapters() {}

  /** A hook of the book and the trades. */
  static UpdateHook of(Hook hook) {
    return update -> {
      switch (update) {
        case Reset reset -> hook.onUpdate(reset.book(), List.of());
        case Changed changed -> hook.onUpdate(changed.book(), changed.trades());
        default -> {}
      }
    };
  }

  /** A hook of the exchange's frames. */
  static UpdateHook of(FrameHook hook) {
    return update -> {
      switch (update) {
        case Reset reset when reset.frame().isPresent() ->
            hook.onFrame(reset.frame().get(), true, reset.book());
        case Changed changed -> hook.onFrame(changed.frame(), false, changed.book());
        default -> {}
      }
    };
  }
}
