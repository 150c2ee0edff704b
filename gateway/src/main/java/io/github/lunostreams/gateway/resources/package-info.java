/**
 * What is answered over plain HTTP: the gateway's health, its markets, the exchange's public REST
 * calls, the web page.
 */
@NullMarked
package io.github.lunostreams.gateway.resources;

import org.jspecify.annotations.NullMarked;
