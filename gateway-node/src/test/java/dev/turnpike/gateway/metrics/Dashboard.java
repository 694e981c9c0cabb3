package dev.turnpike.gateway.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One dashboard as Grafana reads it: figures in the first rows, graphs below, two in a row. */
final class Dashboard {
    private static final int SCHEMA = 39;
    private static final int COLUMNS = 24;
    private static final int FIGURE_WIDTH = 4;
    private static final int FIGURE_HEIGHT = 4;
    private static final int GRAPH_WIDTH = 12;
    private static final int GRAPH_HEIGHT = 8;

    private final String name;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final ArrayNode panels;
    private int x;
    private int y;
    private int height;

    /** What a panel asks, and what a line of it is called. */
    record Query(String legend, String expression) {}

    /** @param ofNode whether a node is to be chosen, beside the cluster */
    Dashboard(String name, String title, String description, boolean ofNode) {
        this.name = name;
        json.put("uid", "turnpike-" + name).put("title", title).put("description", description);
        json.put("schemaVersion", SCHEMA)
                .put("version", 1)
                .put("editable", true)
                .put("graphTooltip", 1);
        json.put("refresh", "30s").put("timezone", "browser");
        json.putArray("tags").add("turnpike");
        json.putObject("time").put("from", "now-1h").put("to", "now");
        ArrayNode variables = json.putObject("templating").putArray("list");
        variables
                .addObject()
                .put("name", "datasource")
                .put("label", "Prometheus")
                .put("type", "datasource")
                .put("query", "prometheus");
        variable(variables, "job", "Cluster", "label_values(turnpike_ready, job)");
        if (ofNode) {
            variable(variables, "instance", "Node", "label_values(turnpike_ready{job=\"$job\"}, instance)");
        }
        json.putArray("links")
                .addObject()
                .put("type", "dashboards")
                .put("title", "Turnpike")
                .put("asDropdown", true)
                .put("keepTime", true)
                .put("includeVars", true)
                .putArray("tags")
                .add("turnpike");
        panels = json.putArray("panels");
    }

    String file() {
        return name + ".json";
    }

    /** The file's text. */
    String text() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Adds one figure. */
    Dashboard stat(String title, String unit, String description, String expression) {
        ObjectNode panel = panel("stat", FIGURE_WIDTH, FIGURE_HEIGHT, title, unit, description);
        panel.putObject("options")
                .put("graphMode", "area")
                .putObject("reduceOptions")
                .putArray("calcs")
                .add("lastNotNull");
        ask(panel, List.of(new Query("", expression)));
        return this;
    }

    /** Adds one graph of one query. */
    Dashboard graph(String title, String unit, String description, String legend, String expression) {
        return graph(title, unit, description, List.of(new Query(legend, expression)));
    }

    Dashboard graph(String title, String unit, String description, List<Query> queries) {
        ObjectNode panel = panel("timeseries", GRAPH_WIDTH, GRAPH_HEIGHT, title, unit, description);
        ObjectNode options = panel.putObject("options");
        options.putObject("legend").put("displayMode", "list").put("placement", "bottom");
        options.putObject("tooltip").put("mode", "multi");
        ask(panel, queries);
        return this;
    }

    private ObjectNode panel(String type, int width, int rows, String title, String unit, String description) {
        if (x + width > COLUMNS || rows != height) {
            y += height;
            x = 0;
        }
        height = rows;
        ObjectNode panel = panels.addObject();
        panel.put("id", panels.size()).put("type", type).put("title", title).put("description", description);
        panel.set("datasource", source());
        panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", rows);
        ObjectNode defaults = panel.putObject("fieldConfig").putObject("defaults");
        defaults.put("unit", unit).putObject("custom").put("axisSoftMin", 0);
        panel.withObject("/fieldConfig").putArray("overrides");
        x += width;
        return panel;
    }

    private static void ask(ObjectNode panel, List<Query> queries) {
        ArrayNode targets = panel.putArray("targets");
        for (Query query : queries) {
            ObjectNode target = targets.addObject();
            target.put("refId", String.valueOf((char) ('A' + targets.size() - 1)));
            target.set("datasource", source());
            target.put("expr", query.expression()).put("legendFormat", query.legend());
        }
    }

    private static void variable(ArrayNode variables, String name, String label, String query) {
        ObjectNode variable = variables.addObject();
        variable.put("name", name).put("label", label).put("type", "query").put("query", query);
        variable.set("datasource", source());
        variable.put("refresh", 2).put("sort", 1);
    }

    private static ObjectNode source() {
        return JsonNodeFactory.instance.objectNode().put("type", "prometheus").put("uid", "${datasource}");
    }
}
