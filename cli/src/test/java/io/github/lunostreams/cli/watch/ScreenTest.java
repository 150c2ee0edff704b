package io.github.lunostreams.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jline.utils.AttributedStyle.BOLD;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.watch.MarketView.Level;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
  private static final Style PLAIN = new Style(false, true);
  private static final long TIME = 1_790_127_208_094L;

  private static Level level(String price, String volume) {
    return new Level(new BigDecimal(price), new BigDecimal(volume));
  }

  private static MarketView.Book book() {
    return new MarketView.Book(
        4530030190L,
        TIME,
        "ACTIVE",
        List.of(level("1403127", "0.250000"), level("1403120", "0.750000")),
        List.of(level("1403128", "0.125000"), level("1403130", "0.125000")));
  }

  private static ViewState state(String feed, String detail, MarketView.Book book) {
    return new ViewState(
        Pair.of("XBTZAR"),
        "wss://ws.luno.com",
        feed,
        detail,
        book,
        List.of(
            new MarketView.Trade(TIME, true, new BigDecimal("1403128"), new BigDecimal("0.000399")),
            new MarketView.Trade(
                TIME - 1_000, false, new BigDecimal("1403127"), new BigDecimal("10.000000"))),
        new BigDecimal("51.2"),
        OptionalLong.of(93));
  }

  private static List<String> render(ViewState state, int columns, int rows, Style style) {
    return styled(state, columns, rows, style).stream().map(AttributedString::toString).toList();
  }

  private static List<AttributedString> styled(
      ViewState state, int columns, int rows, Style style) {
    return Screen.render(state, columns, rows, style, ZoneOffset.UTC);
  }

  /** The attributes of a text on a line. */
  private static AttributedStyle style(AttributedString line, String text) {
    return line.styleAt(line.toString().indexOf(text));
  }

  @Test
  void aNarrowWindowHasTheTradesBelowTheBook() {
    assertThat(render(state("LIVE", "", book()), 70, 14, PLAIN))
        .containsExactly(
            " XBTZAR  LIVE  ACTIVE      51.2 updates/s   delay 93 ms   #4530030190 ",
            " bid 1403127   ask 1403128   spread 1 (0.000071 %)",
            "               bid volume         ▏         ask volume",
            "            ████ 0.250000 1403127 ▏ 1403128 0.125000 █▉             ",
            " ███████████████ 0.750000 1403120 ▏ 1403130 0.125000 ███▊           ",
            "                                  ▏ ",
            "                                  ▏ ",
            "                                  ▏ ",
            " trades",
            " 01:33:28  buy   0.000399  1403128",
            " 01:33:27  sell 10.000000  1403127",
            " ",
            " ",
            " q quit   wss://ws.luno.com");
  }

  @Test
  void aWideWindowHasThemBeside() {
    List<String> lines = render(state("LIVE", "", book()), 120, 8, PLAIN);

    assertThat(lines).hasSize(8);
    assertThat(lines.get(2)).endsWith("▏ trades");
    assertThat(lines.get(3)).endsWith("▏ 01:33:28  buy   0.000399  1403128");
    assertThat(lines.get(4)).endsWith("▏ 01:33:27  sell 10.000000  1403127");
    assertThat(lines.getLast()).isEqualTo(" q quit   wss://ws.luno.com");
  }

  @Test
  void aBookThatIsNotCurrentSaysSoAndLosesItsColors() {
    Style colors = new Style(true, true);
    ViewState live = state("LIVE", "", book());
    ViewState broken = state("RESYNCING", "GAP: expected 7, got 9", book());

    AttributedString current = styled(live, 80, 14, colors).get(3);
    assertThat(style(current, "1403127")).isEqualTo(BOLD.foreground(AttributedStyle.GREEN));
    assertThat(style(current, "1403128")).isEqualTo(BOLD.foreground(AttributedStyle.RED));
    List<AttributedString> lines = styled(broken, 80, 14, colors);
    assertThat(style(lines.get(0), "RESYNCING")).isEqualTo(BOLD.foreground(AttributedStyle.YELLOW));
    assertThat(lines.get(1).toString()).contains("not current");
    assertThat(style(lines.get(3), "1403127")).isEqualTo(AttributedStyle.DEFAULT.faint());
    assertThat(style(lines.get(3), "1403128")).isEqualTo(AttributedStyle.DEFAULT.faint());
    assertThat(lines.getLast().toString()).contains("GAP: expected 7, got 9");
  }

  @Test
  void withoutColorsNothingIsStyled() {
    assertThat(styled(state("LIVE", "", book()), 80, 14, PLAIN))
        .allSatisfy(
            line -> {
              for (int i = 0; i < line.length(); i++) {
                assertThat(line.styleAt(i)).isEqualTo(AttributedStyle.DEFAULT);
              }
            });
  }

  @Test
  void withoutAnyBookThereIsAnEmptyScreenThatSaysSo() {
    List<String> lines = render(state("RESYNCING", "connecting", null), 80, 24, PLAIN);

    assertThat(lines).hasSize(24);
    assertThat(lines.get(1)).isEqualTo(" no book yet");
  }

  @Test
  void aWindowWithRoomShowsTwentyLevels() {
    List<Level> bids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      bids.add(level(Integer.toString(1000 - i), "1"));
    }
    MarketView.Book book = new MarketView.Book(1, TIME, "ACTIVE", bids, List.of());

    String text = String.join("\n", render(state("LIVE", "", book), 120, 50, PLAIN));

    assertThat(text).contains(" 1000 ", " 981 ").doesNotContain(" 980 ");
  }

  @Test
  void textOfOthersCannotMoveTheCursor() {
    List<String> lines =
        render(state("STALE", "words\033[2J\r\nof\tothers", book()), 80, 24, PLAIN);

    assertThat(lines).noneMatch(line -> line.matches(".*\\p{Cntrl}.*"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noLineIsWiderAndNoScreenHigherThanTheWindow(boolean unicode) {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int columns = 1; columns < 160; columns += 3) {
      for (int rows = 1; rows < 50; rows += 3) {
        ViewState state = state("LIVE", "some detail", randomBook(random));
        List<String> lines = render(state, columns, rows, new Style(true, unicode));
        assertThat(lines).as("seed %d, %d × %d", seed, columns, rows).hasSize(rows);
        for (String line : lines) {
          assertThat(line.length())
              .as("seed %d, %d × %d: %s", seed, columns, rows, line)
              .isLessThanOrEqualTo(columns);
          assertThat(unicode || line.chars().allMatch(c -> c < 128)).as(line).isTrue();
        }
      }
    }
  }

  private static MarketView.Book randomBook(Random random) {
    List<Level> bids = new ArrayList<>();
    List<Level> asks = new ArrayList<>();
    int scale = random.nextInt(9);
    for (int i = random.nextInt(40); i > 0; i--) {
      bids.add(new Level(BigDecimal.valueOf(random.nextInt(1 << 30), 2), volume(random, scale)));
      asks.add(new Level(BigDecimal.valueOf(random.nextInt(1 << 30), 2), volume(random, scale)));
    }
    return new MarketView.Book(random.nextLong(1L << 40), TIME, "ACTIVE", bids, asks);
  }

  private static BigDecimal volume(Random random, int scale) {
    return BigDecimal.valueOf(1 + random.nextLong(1L << 50), scale);
  }

  @ParameterizedTest
  @CsvSource({
    "0,'      ','      '",
    "3,'      ','▍     '",
    "8,'     █','█     '",
    "48,██████,██████"
  })
  void barsGrowFromTheMiddle(int eighths, String left, String right) {
    if (eighths != 3) {
      assertThat(PLAIN.barToTheLeft(eighths, 6)).isEqualTo(left);
    }
    assertThat(PLAIN.barToTheRight(eighths, 6)).isEqualTo(right);
    Style ascii = new Style(false, false);
    assertThat(ascii.barToTheLeft(eighths, 6)).hasSize(6);
    assertThat(ascii.barToTheRight(eighths, 6)).hasSize(6);
  }
}
