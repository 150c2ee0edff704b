package io.github.lunostreams.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A build without npm. */
class UnbuiltSiteTest {
  @Test
  void aPageThatWasLeftOutOfTheBuildTellsHowToGetIt() {
    Site site = Site.load("/no-such-folder/");
    Response page = site.get("/").orElseThrow();
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.headers()).containsKey("content-security-policy");
    assertThat(new String(page.body(), StandardCharsets.UTF_8))
        .contains("install", "Node.js", "npm", "mvn package")
        .doesNotContain("<script", "<style");
    assertThat(site.get("/index.html")).isEmpty();
  }
}
