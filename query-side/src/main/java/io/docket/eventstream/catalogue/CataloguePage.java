package io.docket.eventstream.catalogue;

import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue as a page for people: every type with its fields and an example. */
@Component
public class CataloguePage {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Docket: events</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
            table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top;
            border-bottom:1px solid #ddd}code,pre{font:14px/1.4 ui-monospace,monospace}pre{background:#f5f5f5;padding:.8rem;
            overflow:auto}h3{margin-top:2.5rem}.personal{color:#a33}
            </style></head><body><h1>Events</h1>
            <p>Everything that happens is an event. <a href="/swagger-ui">GET /events</a> streams them as CloudEvents, from any
            point on; these are the types that there are, and what is in their <code>data</code>. What is
            <span class="personal">personal</span> reads <code>[masked]</code> without the scope <code>events.pii</code>. For
            programs: <a href="/asyncapi.yaml">/asyncapi.yaml</a>, and a JSON Schema for each.</p>
            """;

    private final String page;

    CataloguePage(EventCatalogue catalogue) {
        var html = new StringBuilder(HEAD);
        html.append("<ul>");
        catalogue.all().forEach(event -> html.append("<li><a href=\"#")
                .append(event.type())
                .append("\"><code>")
                .append(event.type())
                .append("</code></a></li>\n"));
        html.append("</ul>\n");
        String family = "";
        for (CataloguedEvent event : catalogue.all()) {
            if (!event.family().equals(family)) {
                family = event.family();
                html.append("<h2><code>").append(family).append(".*</code></h2>\n");
            }
            write(event, html);
        }
        page = html.append("</body></html>\n").toString();
    }

    /** As HTML. */
    public String html() {
        return page;
    }

    private static void write(CataloguedEvent event, StringBuilder html) {
        html.append("<h3 id=\"").append(event.type()).append("\"><code>").append(event.type());
        html.append("</code> <small><a href=\"/events/schemas/").append(event.type());
        html.append("\">schema</a></small></h3>\n<table><tr><th>Field</th><th>Type</th><th></th></tr>\n");
        writeFields(event.schema(), "", html);
        html.append("</table>\n<pre>");
        html.append(HtmlUtils.htmlEscape(
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(event.sample())));
        html.append("</pre>\n");
    }

    private static void writeFields(JsonNode schema, String parent, StringBuilder html) {
        schema.path("properties").properties().forEach(property -> {
            JsonNode field = property.getValue();
            String path = parent + property.getKey();
            html.append("<tr><td><code>").append(HtmlUtils.htmlEscape(path)).append("</code></td><td>");
            html.append(HtmlUtils.htmlEscape(typeOf(field))).append("</td><td>");
            if (field.path("x-personal-data").asBoolean(false)) {
                html.append("<span class=\"personal\">personal</span>");
            }
            html.append("</td></tr>\n");
            writeFields(field, path + ".", html);
            writeFields(field.path("items"), path + "[].", html);
        });
    }

    private static String typeOf(JsonNode field) {
        JsonNode type = field.path("type");
        String text = type.isArray()
                ? String.join(" or ", type.valueStream().map(JsonNode::asString).toList())
                : type.asString("");
        JsonNode format = field.path("format");
        JsonNode values = field.path("enum");
        return text
                + (format.isMissingNode() ? "" : ", " + format.asString())
                + (values.isMissingNode()
                        ? ""
                        : ": "
                                + String.join(
                                        ", ",
                                        values.valueStream()
                                                .map(JsonNode::asString)
                                                .toList()));
    }
}
