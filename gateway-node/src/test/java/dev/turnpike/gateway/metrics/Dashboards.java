package dev.turnpike.gateway.metrics;

import java.util.List;

/**
 * The dashboards: what they ask, in which unit, and what it means. {@link DashboardsTest} keeps the files for Grafana as
 * they are written here.
 */
final class Dashboards {
    private static final String RATE = "[$__rate_interval]";
    private static final String JOB = "{job=\"$job\"}";
    private static final String NODE = "{job=\"$job\", instance=\"$instance\"}";

    private Dashboards() {}

    static List<Dashboard> all() {
        return List.of(overview(), limits(), approvals(), grid(), node());
    }

    private static Dashboard overview() {
        return new Dashboard("overview", "Turnpike: overview", "A cluster at a glance.", /* ofNode= */ false)
                .stat("Nodes ready", "none", "Nodes that may be sent requests.", "sum(turnpike_ready" + JOB + ")")
                .stat(
                        "Nodes missing",
                        "none",
                        "By the setting cluster-size. Without more than half of them no limits are spent.",
                        "max(turnpike_cluster_size" + JOB + ") - max(turnpike_cluster_members" + JOB + ")")
                .stat(
                        "Limits can be spent",
                        "none",
                        "1 if every node that answers has a quorum; 0 if one has not.",
                        "min(turnpike_cluster_available" + JOB + ")")
                .stat(
                        "Alerts",
                        "none",
                        "Alerts that fire, without those for information.",
                        "count(ALERTS{alertstate=\"firing\", severity!=\"info\", alertname=~\"Turnpike.*\"}) or"
                                + " vector(0)")
                .stat("Calls", "reqps", "Tool calls that were decided.", total("turnpike_decisions_total"))
                .stat(
                        "Refused",
                        "percentunit",
                        "The part of the calls that were denied, or put before a person.",
                        "job:turnpike_decisions_refused:ratio5m" + JOB)
                .graph(
                        "Calls by decision",
                        "reqps",
                        "allow, deny, ask (a person is to decide), would_deny (allowed, because the rule is in shadow).",
                        "{{decision}}",
                        "sum by (decision) (job:turnpike_decisions:rate1m" + JOB + ")")
                .graph(
                        "Refusals by code",
                        "reqps",
                        "Why calls were refused; limit_exceeded and default_denied are everyday, state_unavailable is"
                                + " trouble.",
                        "{{code}}",
                        "sum by (code) (job:turnpike_decisions:rate1m{job=\"$job\", decision=~\"deny|ask\"})")
                .graph(
                        "Added by the gateway",
                        "s",
                        "From a call's arrival until it is sent to the upstream; half, nine of ten and 99 of 100 calls get"
                                + " less.",
                        quantiles("turnpike_gateway_added_seconds", JOB))
                .graph(
                        "Upstreams",
                        "s",
                        "How long upstreams take: half of the calls get less.",
                        "{{server}}",
                        "histogram_quantile(0.5, sum by (server, le) (rate(turnpike_upstream_seconds_bucket" + JOB
                                + RATE + ")))")
                .graph(
                        "Calls by what upstreams did",
                        "reqps",
                        "result and tool_error are answers of the tool; unreachable, timeout and others are trouble.",
                        "{{server}}: {{outcome}}",
                        "sum by (server, outcome) (rate(turnpike_upstream_seconds_count" + JOB + RATE + "))")
                .graph(
                        "Requests turned away",
                        "reqps",
                        "Before any policy was asked: overload, unknown tokens, what is no MCP.",
                        "{{reason}}",
                        "sum by (reason) (rate(turnpike_requests_rejected_total" + JOB + RATE + "))")
                .graph(
                        "Requests under way",
                        "short",
                        "But for streams. At max-requests further ones are answered 503.",
                        "{{instance}}",
                        "turnpike_requests_active" + JOB)
                .graph(
                        "Processors",
                        "percentunit",
                        "The part of the machine's processors that each node uses.",
                        "{{instance}}",
                        "process_cpu_usage" + JOB)
                .graph(
                        "Heap",
                        "bytes",
                        "What each node's heap holds, garbage included.",
                        "{{instance}}",
                        "sum by (instance) (jvm_memory_used_bytes{job=\"$job\", area=\"heap\"})")
                .graph(
                        "Versions",
                        "short",
                        "Nodes by version: two of them in a rolling upgrade.",
                        "{{version}}",
                        "count by (version) (turnpike_build_info" + JOB + ")");
    }

    private static Dashboard limits() {
        return new Dashboard(
                        "limits",
                        "Turnpike: limits and grants",
                        "What is allowed, limited and changed.",
                        /* ofNode= */ false)
                .stat(
                        "Counters near their maximum",
                        "none",
                        "At 80 % or above, as the node that saw most of them has it; `turnpike status` names them.",
                        "max(turnpike_limits_near" + JOB + ")")
                .stat(
                        "Refused by limits",
                        "reqps",
                        "Calls that did not fit any more.",
                        "sum(rate(turnpike_decisions_total{job=\"$job\", code=\"limit_exceeded\"}" + RATE
                                + ")) or vector(0)")
                .stat(
                        "Spends without an answer",
                        "reqps",
                        "The shared state did not answer in time. Should be 0.",
                        total("turnpike_state_unavailable_total"))
                .graph(
                        "Tools",
                        "reqps",
                        "The ten tools that are called most; `other` is every name that no policy and no upstream knows.",
                        "{{server}}: {{tool}}",
                        "topk(10, sum by (server, tool) (rate(turnpike_decisions_total" + JOB + RATE + ")))")
                .graph(
                        "Refused by limits, by tool",
                        "reqps",
                        "Where agents meet their limits.",
                        "{{server}}: {{tool}}",
                        "sum by (server, tool) (rate(turnpike_decisions_total{job=\"$job\", code=\"limit_exceeded\"}"
                                + RATE + "))")
                .graph(
                        "Denied by policy, by tool",
                        "reqps",
                        "All refusals but those by limits and for people.",
                        "{{tool}}: {{code}}",
                        "topk(10, sum by (tool, code) (rate(turnpike_decisions_total{job=\"$job\", decision=\"deny\","
                                + " code!=\"limit_exceeded\"}" + RATE + ")))")
                .graph(
                        "Would be denied",
                        "reqps",
                        "Calls that a rule in shadow would refuse if it were in force.",
                        "{{tool}}: {{code}}",
                        "sum by (tool, code) (rate(turnpike_decisions_total{job=\"$job\", decision=\"would_deny\"}"
                                + RATE + "))")
                .graph(
                        "Counters near their maximum, by node",
                        "short",
                        "Each node knows of those that it has seen lately.",
                        "{{instance}}",
                        "turnpike_limits_near" + JOB)
                .graph(
                        "Time to spend",
                        "s",
                        "What the shared state takes of a call with limits.",
                        quantiles("turnpike_state_spend_seconds", JOB))
                .graph(
                        "Time to decide",
                        "s",
                        "What the policy takes of a call.",
                        quantiles("turnpike_policy_decide_seconds", JOB))
                .graph(
                        "Tool lists shortened",
                        "reqps",
                        "Lists that lost at least one tool, because a policy hides it or denies it.",
                        "{{instance}}",
                        "sum by (instance) (rate(turnpike_lists_filtered_total" + JOB + RATE + "))")
                .graph(
                        "Changes by operators",
                        "short",
                        "In the last hour.",
                        "{{action}}: {{result}}",
                        "sum by (action, result) (increase(turnpike_admin_changes_total" + JOB + "[1h]))")
                .graph(
                        "Readings of the resources directory",
                        "short",
                        "In the last hour; what is refused changes nothing.",
                        "{{result}}",
                        "sum by (result) (increase(turnpike_resources_reloads_total" + JOB + "[1h]))");
    }

    private static Dashboard approvals() {
        return new Dashboard("approvals", "Turnpike: approvals", "Calls that wait for a person.", /* ofNode= */ false)
                .stat(
                        "Waiting",
                        "none",
                        "Questions that nobody has decided yet.",
                        "sum(turnpike_approvals_open{job=\"$job\", state=\"pending\"})")
                .stat("Oldest question", "s", "Its age.", "max(turnpike_approvals_oldest_pending_seconds" + JOB + ")")
                .stat(
                        "Approved, not used",
                        "none",
                        "The agent has not come back for them yet.",
                        "sum(turnpike_approvals_open{job=\"$job\", state=\"approved\"})")
                .stat(
                        "Calls held open",
                        "none",
                        "They wait for a person on their connection.",
                        "sum(turnpike_held_calls" + JOB + ")")
                .graph(
                        "Steps",
                        "reqps",
                        "What happened to approvals: requested, agreed, approved, denied, expired, used, given_back.",
                        "{{kind}}",
                        "sum by (kind) (rate(turnpike_approval_steps_total" + JOB + RATE + "))")
                .graph(
                        "Open",
                        "short",
                        "Approvals that are not over.",
                        "{{state}}",
                        "sum by (state) (turnpike_approvals_open" + JOB + ")")
                .graph(
                        "Time to decide",
                        "s",
                        "From a question to its last decision: half, nine of ten and 99 of 100 get it sooner.",
                        quantiles("turnpike_approval_decision_seconds", JOB))
                .graph(
                        "Oldest question",
                        "s",
                        "Its age, at the node that looks after it.",
                        "{{instance}}",
                        "turnpike_approvals_oldest_pending_seconds" + JOB)
                .graph(
                        "Questions by tool",
                        "reqps",
                        "Which tools people are asked about.",
                        "{{server}}: {{tool}}",
                        "sum by (server, tool) (rate(turnpike_approval_steps_total{job=\"$job\", kind=\"requested\"}"
                                + RATE + "))")
                .graph(
                        "Webhooks",
                        "reqps",
                        "Tries to deliver messages, and messages given up.",
                        "{{target}}: {{outcome}}",
                        "sum by (target, outcome) (rate(turnpike_webhooks_total" + JOB + RATE + "))")
                .graph(
                        "Messages that wait",
                        "short",
                        "For a webhook that is slow or away.",
                        "{{target}}",
                        "sum by (target) (turnpike_webhooks_queued" + JOB + ")")
                .graph(
                        "Not looked after",
                        "reqps",
                        "Times that a node could not look after approvals. Should be 0.",
                        "{{instance}}",
                        "sum by (instance) (rate(turnpike_approvals_untended_total" + JOB + RATE + "))");
    }

    private static Dashboard grid() {
        return new Dashboard(
                        "grid",
                        "Turnpike: grid and store",
                        "What the nodes share, and what is kept.",
                        /* ofNode= */ false)
                .stat("Nodes", "none", "As the node has it that sees most.", "max(turnpike_cluster_members" + JOB + ")")
                .stat(
                        "Needed",
                        "none",
                        "Nodes that must be there for limits to be spent.",
                        "max(turnpike_cluster_quorum_size" + JOB + ")")
                .stat(
                        "Copies complete",
                        "none",
                        "1 if all of the shared state has its copies; a node can be stopped then.",
                        "min(turnpike_cluster_partitions_safe" + JOB + ")")
                .stat(
                        "Lost parts",
                        "none",
                        "Of all parts of the shared state, those lost with all copies in the last day.",
                        "max(increase(turnpike_cluster_shards_lost" + JOB + "[1d]))")
                .stat(
                        "Store reached",
                        "none",
                        "1 if every node reaches it.",
                        "min(turnpike_store_available" + JOB + ")")
                .stat(
                        "Counters stored",
                        "s",
                        "How long ago, at the node that is latest.",
                        "max(turnpike_store_lag_seconds" + JOB + ")")
                .graph(
                        "Nodes that each node sees",
                        "short",
                        "Lines that part tell of a cut.",
                        "{{instance}}",
                        "turnpike_cluster_members" + JOB)
                .graph(
                        "Copies complete, by node",
                        "short",
                        "0 while copies are made after a node came or went.",
                        "{{instance}}",
                        "turnpike_cluster_partitions_safe" + JOB)
                .graph(
                        "Spends",
                        "reqps",
                        "Calls whose limits were spent.",
                        "{{instance}}",
                        "sum by (instance) (rate(turnpike_state_spend_seconds_count" + JOB + RATE + "))")
                .graph(
                        "Spends without an answer",
                        "reqps",
                        "The shared state did not answer in time.",
                        "{{instance}}",
                        "sum by (instance) (rate(turnpike_state_unavailable_total" + JOB + RATE + "))")
                .graph(
                        "Time to spend",
                        "s",
                        "99 of 100 calls get less, by node.",
                        "{{instance}}",
                        "histogram_quantile(0.99, sum by (instance, le) (rate(turnpike_state_spend_seconds_bucket" + JOB
                                + RATE + ")))")
                .graph(
                        "Clocks",
                        "s",
                        "By how much each node's clock is ahead of Prometheus', the duration of a scrape included.",
                        "{{instance}}",
                        "instance:turnpike_clock_offset:seconds" + JOB)
                .graph(
                        "Counters stored",
                        "s",
                        "How long ago. What was spent since then would be lost if all nodes went at once.",
                        "{{instance}}",
                        "turnpike_store_lag_seconds" + JOB)
                .graph(
                        "Failures of the store",
                        "reqps",
                        "Times that it was not reached.",
                        "{{instance}}",
                        "sum by (instance) (rate(turnpike_store_failures_total" + JOB + RATE + "))")
                .graph(
                        "Audit records lost",
                        "reqps",
                        "They could not be written. Should be 0.",
                        "{{instance}}",
                        "sum by (instance) (rate(turnpike_audit_dropped_total" + JOB + RATE + "))")
                .graph(
                        "Copies of audit records",
                        "reqps",
                        "Taken by the receiver that audit-export names, and not taken.",
                        List.of(
                                new Dashboard.Query("taken", total("turnpike_audit_exported_total")),
                                new Dashboard.Query("not taken", total("turnpike_audit_export_dropped_total"))));
    }

    private static Dashboard node() {
        return new Dashboard("node", "Turnpike: one node", "What one process does.", /* ofNode= */ true)
                .stat("Ready", "none", "1 while it may be sent requests.", "turnpike_ready" + NODE)
                .stat("Up for", "s", "Since the process started.", "process_uptime_seconds" + NODE)
                .stat(
                        "Open files",
                        "percentunit",
                        "Files and connections, of those that it may have open.",
                        "instance:turnpike_files_open:ratio" + NODE)
                .stat(
                        "Certificate",
                        "s",
                        "Until the first of its certificates ends; nothing if it has none.",
                        "min(turnpike_tls_certificate_expiry_seconds" + NODE + ")")
                .graph(
                        "Calls by decision",
                        "reqps",
                        "Of this node.",
                        "{{decision}}",
                        "sum by (decision) (rate(turnpike_decisions_total" + NODE + RATE + "))")
                .graph(
                        "Requests by kind",
                        "reqps",
                        "What agents send: calls, lists, streams and others.",
                        "{{kind}}",
                        "sum by (kind) (rate(turnpike_requests_total" + NODE + RATE + "))")
                .graph(
                        "Requests under way",
                        "short",
                        "But for streams, of which the next graph tells.",
                        List.of(
                                new Dashboard.Query("under way", "turnpike_requests_active" + NODE),
                                new Dashboard.Query("held for a person", "turnpike_held_calls" + NODE)))
                .graph(
                        "Connections and streams",
                        "short",
                        "Connections of agents, and event streams that they keep open.",
                        List.of(
                                new Dashboard.Query("connections", "turnpike_connections_open" + NODE),
                                new Dashboard.Query("streams", "turnpike_streams_open" + NODE)))
                .graph(
                        "Requests turned away",
                        "reqps",
                        "Before any policy was asked.",
                        "{{reason}}",
                        "sum by (reason) (rate(turnpike_requests_rejected_total" + NODE + RATE + "))")
                .graph(
                        "Added by the gateway",
                        "s",
                        "To a call that it forwards.",
                        quantiles("turnpike_gateway_added_seconds", NODE))
                .graph(
                        "Delay of event loops",
                        "s",
                        "The longest of the last minutes: how late one came to what was due.",
                        "longest",
                        "turnpike_event_loop_delay_seconds_max" + NODE)
                .graph(
                        "Processors",
                        "percentunit",
                        "Of the machine's: used by the node, and used by all.",
                        List.of(
                                new Dashboard.Query("node", "process_cpu_usage" + NODE),
                                new Dashboard.Query("machine", "system_cpu_usage" + NODE)))
                .graph(
                        "Heap",
                        "bytes",
                        "What it holds, garbage included, by pool.",
                        "{{id}}",
                        "jvm_memory_used_bytes{job=\"$job\", instance=\"$instance\", area=\"heap\"}")
                .graph(
                        "Heap after collections",
                        "percentunit",
                        "The part of it that lives, and the part of the time that collections take.",
                        List.of(
                                new Dashboard.Query("lives", "turnpike_heap_living" + NODE),
                                new Dashboard.Query("collections", "jvm_gc_overhead" + NODE)))
                .graph(
                        "Memory outside of the heap",
                        "bytes",
                        "Buffers of connections, and classes.",
                        List.of(
                                new Dashboard.Query("buffers: {{id}}", "jvm_buffer_memory_used_bytes" + NODE),
                                new Dashboard.Query(
                                        "{{id}}",
                                        "jvm_memory_used_bytes{job=\"$job\", instance=\"$instance\","
                                                + " area=\"nonheap\"}")))
                .graph(
                        "Open files and connections",
                        "short",
                        "And how many it may have.",
                        List.of(
                                new Dashboard.Query("open", "process_files_open_files" + NODE),
                                new Dashboard.Query("most", "process_files_max_files" + NODE)))
                .graph(
                        "Threads",
                        "short",
                        "They should be few, and as many as before.",
                        "{{state}}",
                        "jvm_threads_states_threads" + NODE);
    }

    private static String total(String counter) {
        return "sum(rate(" + counter + JOB + RATE + "))";
    }

    private static List<Dashboard.Query> quantiles(String histogram, String selector) {
        return List.of(
                quantile("50 %", "0.5", histogram, selector),
                quantile("90 %", "0.9", histogram, selector),
                quantile("99 %", "0.99", histogram, selector));
    }

    private static Dashboard.Query quantile(String legend, String quantile, String histogram, String selector) {
        return new Dashboard.Query(
                legend,
                "histogram_quantile(" + quantile + ", sum by (le) (rate(" + histogram + "_bucket" + selector + RATE
                        + ")))");
    }
}
