//! The place of a link, written so that all links of one list have the same, today and at the next refresh.

use dom_query::NodeRef;

/// Elements that hold one item of a list: a place is told no further up than the list around it.
const ITEMS: &[&str] = &["article", "dd", "dt", "li", "section", "tr"];

/// Elements above a link by which its place is told.
pub(super) const STEPS: usize = 4;

/// Words of a class that say which of its like an element is, not what it is.
const STATES: &[&str] = &[
    "active", "current", "even", "first", "hidden", "last", "odd", "read", "selected", "unread", "visible", "visited",
];

/// Where a link stands, as all of its list do.
pub(super) fn place(node: &NodeRef<'_>) -> String {
    let mut steps = vec![step(node, false)];
    let mut in_item = false;
    for around in node.ancestors_it(Some(STEPS)) {
        let Some(name) = around.node_name().filter(|name| !matches!(&**name, "html" | "body" | "main")) else { break };
        steps.push(step(&around, in_item));
        if in_item {
            break;
        }
        in_item = ITEMS.contains(&&*name);
    }
    steps.reverse();
    steps.join(">")
}

/// An element's name and classes; of a list also its id. What differs from one item to the next is left off.
fn step(node: &NodeRef<'_>, is_list: bool) -> String {
    let mut step = node.node_name().unwrap_or_default().to_string();
    let classes = node.attr_or("class", "");
    let mut classes: Vec<&str> = classes.split_whitespace().filter(|class| is_kind(class)).take(3).collect();
    classes.sort_unstable();
    for class in classes {
        step.push('.');
        step.push_str(class);
    }
    if is_list && let Some(id) = node.attr("id").filter(|id| is_kind(id)) {
        step.push('#');
        step.push_str(id.trim());
    }
    step
}

fn is_kind(class: &str) -> bool {
    !class.chars().any(|c| c.is_ascii_digit())
        && !class.split(['-', '_']).any(|word| STATES.contains(&word.to_ascii_lowercase().as_str()))
}
