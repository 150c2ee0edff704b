package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That {@link Rooms} finds what it has to, shown on classes of the JDK. */
class RoomsTest {
  @Test
  void anArrowToAHigherRoomIsFound() {
    Rooms rooms = Rooms.of(List.of(Pattern.class, ArrayList.class), "java.util", "java.util.regex");
    assertThat(rooms.arrowsUp()).containsExactly("java.util.regex.Pattern -> java.util.ArrayList");
    assertThat(rooms.sizes()).isEqualTo(Map.of("java.util", 1, "java.util.regex", 1));
  }

  @Test
  void arrowsToLowerRoomsAreFine() {
    Rooms rooms = Rooms.of(List.of(Pattern.class, ArrayList.class), "java.util.regex", "java.util");
    assertThat(rooms.arrowsUp()).isEmpty();
  }

  @Test
  void aTypeOutsideTheRoomsIsCounted() {
    Rooms rooms = Rooms.of(List.of(Pattern.class, List.class), "java.util.regex");
    assertThat(rooms.sizes()).isEqualTo(Map.of("java.util.regex", 1, "", 1));
  }

  @Test
  void aCircleOfTypesIsFound() {
    Rooms rooms = Rooms.of(List.of(Pattern.class, Matcher.class, MatchResult.class), "java.util");
    assertThat(rooms.circles())
        .containsExactly(sorted("java.util.regex.Matcher", "java.util.regex.Pattern"));
  }

  @Test
  void nestedTypesAreNoCircle() {
    Rooms rooms = Rooms.of(List.of(Map.class, Map.Entry.class, List.class), "java.util");
    assertThat(rooms.circles()).isEmpty();
  }

  @Test
  void aSealedFamilyIsNoCircle() {
    Class<?> permitted = ClassDesc.of("a.B").getClass();
    List<Class<?>> family = List.of(ClassDesc.class, permitted);
    String sealed = ClassDesc.class.getPackageName();
    String other = permitted.getPackageName();
    assertThat(Rooms.of(family, sealed, other).arrowsUp()).isNotEmpty();
    assertThat(Rooms.of(family, other, sealed).arrowsUp()).isNotEmpty();
    assertThat(Rooms.of(family, sealed, other).circles()).isEmpty();
  }

  private static SortedSet<String> sorted(String... names) {
    return new TreeSet<>(Set.of(names));
  }
}
