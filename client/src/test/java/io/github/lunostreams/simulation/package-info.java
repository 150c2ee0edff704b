/** The real client on simulated time, against a simulated exchange and network, from one seed. */
package io.github.lunostreams.simulation;
