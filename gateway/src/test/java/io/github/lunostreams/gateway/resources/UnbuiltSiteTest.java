package io.github.lunostreams.gateway.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.http.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A build without npm. */
class UnbuiltSiteTest {
  @Test
  void aPageLeftOutOfTheBuildExplainsHowToGetIt() {
    Site site = Site.load("/no-such-folder/");
    Response page = site.get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.headers()).containsKey("content-security-policy");
    assertThat(new String(page.body().bytes(), StandardCharsets.UTF_8))
        .contains("install", "Node.js", "npm", "mvn package")
        .doesNotContain("<script", "<style");
    assertThat(site.paths()).containsExactly("/");
  }
}
