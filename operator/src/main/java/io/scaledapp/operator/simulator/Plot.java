package io.scaledapp.operator.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Demand, supply and queue over time, as SVG. The chart libraries of the JVM draw by way of AWT,
 * which needs fonts of the machine, and servers have none.
 */
public final class Plot {

  private static final int WIDTH = 1_200;
  private static final int HEIGHT = 560;

  private final Run run;
  private final XMLStreamWriter xml;

  private Plot(Run run, XMLStreamWriter xml) {
    this.run = run;
    this.xml = xml;
  }

  /**
   * Writes a file, over one that is there.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(Run run, PolicyName policy, Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      new Plot(run, xml).draw(policy);
      xml.close();
    } catch (XMLStreamException broken) {
      throw new IOException(file + ": cannot be written", broken);
    }
  }

  private void draw(PolicyName policy) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("svg");
    xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
    attribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
    attribute("font-family", "sans-serif");
    attribute("font-size", "12");
    rectangle();
    var replicas = new Panel(60, 40, WIDTH - 90, 320, run.demand().length, mostReplicas());
    var queue = new Panel(60, 410, WIDTH - 90, 100, run.demand().length, mostQueued());
    text(60, 24, "start", policy + ": replicas demanded and ready; requests that wait");
    axes(replicas);
    axes(queue);
    line(replicas.steps(run.supply()), "#1f77b4", "ready replicas");
    line(replicas.line(run.demand()), "#d62728", "demand");
    line(queue.steps(run.queue()), "#7f7f7f", "waiting requests");
    legend(1, "#d62728", "demand");
    legend(0, "#1f77b4", "ready replicas");
    text(60, 404, "start", "waiting requests");
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private double mostReplicas() {
    return Math.max(
        Arrays.stream(run.demand()).max().orElse(1), Arrays.stream(run.supply()).max().orElse(1));
  }

  private double mostQueued() {
    return Arrays.stream(run.queue()).max().orElse(1);
  }

  private void rectangle() throws XMLStreamException {
    xml.writeEmptyElement("rect");
    attribute("width", String.valueOf(WIDTH));
    attribute("height", String.valueOf(HEIGHT));
    attribute("fill", "white");
  }

  private void axes(Panel panel) throws XMLStreamException {
    for (var tick : panel.valueTicks()) {
      var y = panel.y(tick);
      path(
          String.format(Locale.ROOT, "M%.1f %.1fH%.1f", panel.left(), y, panel.right()), "#dddddd");
      text(panel.left() - 6, y + 4, "end", number(tick));
    }
    for (var second : panel.timeTicks()) {
      var x = panel.x(second);
      path(
          String.format(Locale.ROOT, "M%.1f %.1fV%.1f", x, panel.top(), panel.bottom()), "#eeeeee");
      text(x, panel.bottom() + 16, "middle", Panel.time(second));
    }
  }

  private void legend(int place, String color, String words) throws XMLStreamException {
    var x = WIDTH - 150.0 - 110 * place;
    path(String.format(Locale.ROOT, "M%.1f 20h24", x), color);
    text(x + 30, 24, "start", words);
  }

  private void line(String points, String color, String words) throws XMLStreamException {
    xml.writeStartElement("path");
    attribute("d", points);
    attribute("fill", "none");
    attribute("stroke", color);
    xml.writeStartElement("title");
    xml.writeCharacters(words);
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void path(String points, String color) throws XMLStreamException {
    xml.writeEmptyElement("path");
    attribute("d", points);
    attribute("fill", "none");
    attribute("stroke", color);
  }

  private void text(double x, double y, String anchor, String words) throws XMLStreamException {
    xml.writeStartElement("text");
    attribute("x", number(x));
    attribute("y", number(y));
    attribute("text-anchor", anchor);
    xml.writeCharacters(words);
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, value);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
