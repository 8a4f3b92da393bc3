-- Events that are matched with one of ProdView's are found by it. With the network first, the index seemed to serve any look-up
-- within a network: planned on a table that was new, each read all events of the network.
drop index if exists ops.downtime_event_id_flownet_prodview_downtime_id_idx;
create index downtime_event_prodview_downtime on ops.downtime_event (prodview_downtime_id, id_flownet);
